using OrleansConnect.Abstractions.Errors;

namespace OrleansConnect.Runtime.Configuration;

/// <summary>The files a configuration provider may read: all, or those below the folders of <c>allowed.paths</c>.</summary>
internal sealed class AllowedPaths
{
    private const string Setting = "allowed.paths";

    private readonly string[]? _roots;

    private AllowedPaths(string[]? roots) => _roots = roots;

    /// <summary>Reads the setting as Kafka Connect does: blanks belong to a path, and a comma alone allows nothing.</summary>
    public static AllowedPaths Parse(IReadOnlyDictionary<string, string?> settings) =>
        settings.GetValueOrDefault(Setting) is { Length: > 0 } paths ? new([.. Split(paths).Select(Existing)]) : new(roots: null);

    /// <summary>
    /// The path without <c>..</c> in it, or null if it may not be read: where paths are restricted, only an absolute one may. Links are followed, as by Kafka Connect; who may make
    /// them below an allowed path decides what is read.
    /// </summary>
    /// <exception cref="ConfigException">It cannot be a path.</exception>
    public string? Find(string path)
    {
        RequirePath(path);
        if (_roots is null)
        {
            return Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        }

        var full = Normalize(path);
        return Path.IsPathFullyQualified(full) && _roots.Any(root => IsWithin(root, full)) ? full : null;
    }

    // Commas at the end count for nothing.
    private static string[] Split(string paths) => paths.TrimEnd(',') is { Length: > 0 } given ? given.Split(',') : [];

    private static string Normalize(string path)
    {
        if (Path.IsPathFullyQualified(path))
        {
            return Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        }

        var relative = path.Length == 0 ? "." : Path.GetRelativePath(".", path);
        return relative == "." ? "" : relative;
    }

    private static bool IsWithin(string root, string path) =>
        path == root || path.StartsWith(Path.EndsInDirectorySeparator(root) ? root : root + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    private static string Existing(string path)
    {
        RequirePath(path);
        var normal = Normalize(path);
        if (!Path.IsPathFullyQualified(normal))
        {
            throw new ConfigException($"Path {normal} is not absolute");
        }

        return Path.Exists(normal) ? normal : throw new ConfigException($"Path {normal} does not exist");
    }

    private static void RequirePath(string path)
    {
        if (path.Contains('\0', StringComparison.Ordinal))
        {
            throw new ConfigException($"Path {path.Replace("\0", "\\0", StringComparison.Ordinal)} has a null character, which no path has");
        }
    }
}

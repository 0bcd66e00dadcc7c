using OrleansConnect.Abstractions.Configuration;
using OrleansConnect.Abstractions.Errors;

namespace OrleansConnect.Runtime.Configuration;

/// <summary>The files a configuration provider may read: all, or those below the folders of <c>allowed.paths</c>.</summary>
internal sealed class AllowedPaths
{
    public static ConfigDef Definition { get; } = new ConfigDef()
        .List("allowed.paths", "Folders and files that may be read, as absolute paths. Empty: all.", defaultValue: []);

    private readonly string[] _roots;

    private AllowedPaths(string[] roots) => _roots = roots;

    public static AllowedPaths Parse(IReadOnlyDictionary<string, string?> settings) =>
        new([.. Definition.Parse(settings).GetList("allowed.paths").Select(Existing)]);

    /// <summary>
    /// The path without <c>..</c> in it, or null if it may not be read: where paths are restricted, only an absolute one may. Links are followed, as by Kafka Connect; who may make
    /// them below an allowed path decides what is read.
    /// </summary>
    /// <exception cref="ConfigException">It cannot be a path.</exception>
    public string? Find(string path)
    {
        if (path.Contains('\0', StringComparison.Ordinal))
        {
            throw new ConfigException($"Path {path.Replace("\0", "\\0", StringComparison.Ordinal)} has a null character, which no path has");
        }

        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        return _roots.Length == 0 || (Path.IsPathFullyQualified(path) && _roots.Any(root => IsWithin(root, full))) ? full : null;
    }

    private static bool IsWithin(string root, string path) =>
        path == root || path.StartsWith(Path.EndsInDirectorySeparator(root) ? root : root + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    private static string Existing(string path)
    {
        if (!Path.IsPathFullyQualified(path))
        {
            throw new ConfigException($"Path {path} is not absolute");
        }

        return Path.Exists(path)
            ? Path.TrimEndingDirectorySeparator(Path.GetFullPath(path))
            : throw new ConfigException($"Path {path} does not exist");
    }
}

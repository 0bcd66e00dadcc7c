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

    /// <summary>The path without <c>..</c> in it, or null if it may not be read.</summary>
    public string? Find(string path)
    {
        var full = Path.GetFullPath(path);
        return _roots.Length == 0 || _roots.Any(root => IsWithin(root, full)) ? full : null;
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

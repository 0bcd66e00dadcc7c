namespace OrleansConnect.Connectors.Files;

/// <summary>Where a file is looked for under another name, after its rotation: the folder that it is in, and that of the file which it is a link to.</summary>
internal sealed class FileFolder(string file)
{
    private static readonly string[] Compressed = [".gz", ".bz2", ".xz", ".zst", ".zip"];

    /// <summary>The path that a file has there now; null when it is not there any more, or the folder cannot be looked through.</summary>
    public string? Find(FileIdentity identity)
    {
        string? Look() => Entries("*").FirstOrDefault(path => FileIdentity.Of(FileState.Of(path)) == identity);

        // A file that is renamed between the listing and the look at it is missed once.
        return Look() ?? Look();
    }

    /// <summary>The files of rotations that nobody saw: named after this file, and made after one that was read and before the one that is next.</summary>
    public IReadOnlyList<string> Between(FileIdentity read, FileIdentity next)
    {
        var name = Path.GetFileName(file);
        return [.. Entries($"{name}.*").Concat(Entries($"{name}-*")).Where(path => !Compressed.Contains(Path.GetExtension(path)) && IsBetween(FileState.Of(path)))];

        bool IsBetween(FileState? state) => state is { IsRegular: true, LengthBytes: > 0, CreatedNs: { } created } && created > read.CreatedNs && created < next.CreatedNs;
    }

    private IEnumerable<string> Entries(string pattern) => Folders().SelectMany(folder => Entries(folder, pattern));

    private IEnumerable<string> Folders()
    {
        string[] paths = [file, FileWatch.TargetOf(file)];
        return paths.Select(Path.GetDirectoryName).OfType<string>().Distinct();
    }

    private static string[] Entries(string folder, string pattern)
    {
        try
        {
            return Directory.GetFiles(folder, pattern, new EnumerationOptions { MatchType = MatchType.Simple, AttributesToSkip = 0 });
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}

namespace OrleansConnect.Connectors.Files;

/// <summary>Where a file is looked for under another name, after its rotation: the folder that it is in, and that of the file which it is a link to.</summary>
internal sealed class FileFolder(string file)
{
    /// <summary>The path that a file has there now; null when it is not there any more, or the folder cannot be looked through.</summary>
    public string? Find(FileIdentity identity) => Entries("*").FirstOrDefault(path => FileIdentity.Of(FileState.Of(path)) == identity);

    /// <summary>The files whose names begin as this file's does, and which were made after one file and before another: those of rotations that nobody saw.</summary>
    public IReadOnlyList<string> Between(long? afterNs, long? beforeNs) => afterNs is null || beforeNs is null
        ? []
        : [.. Entries(Path.GetFileName(file) + "*").Where(path => FileState.Of(path) is { IsRegular: true, LengthBytes: > 0 } state && state.CreatedNs > afterNs && state.CreatedNs < beforeNs)];

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

namespace OrleansConnect.Tests.EndToEnd.Processes;

/// <summary>A folder of a test's own, deleted afterwards.</summary>
internal sealed class WorkFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("oc-e2e-").FullName;

    public string File(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>The last line of a file that others write to, of lines that are all so long; null while there is none.</summary>
    public string? LastLine(string name, int length)
    {
        if (!System.IO.File.Exists(File(name)))
        {
            return null;
        }

        using var stream = new FileStream(File(name), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        stream.Seek(-Math.Min(length + 1, stream.Length), SeekOrigin.End);
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().TrimEnd('\n');
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}

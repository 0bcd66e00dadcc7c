using System.Globalization;
using OrleansConnect.Abstractions.Errors;

namespace OrleansConnect.Connectors.Files;

/// <summary>
/// The commits of a file, beside it: one file for each generation, <c>FILE.offsets.GENERATION</c>, so that a task that has been replaced without knowing overwrites nobody's. Each is written
/// aside, made durable and renamed, so that there is never half of one.
/// </summary>
internal sealed class FileCommits(string file)
{
    private const string Temporary = ".tmp";
    private readonly string _prefix = $"{file}.offsets.";
    private readonly string _folder = Path.GetDirectoryName(Path.GetFullPath(file)) ?? "/";

    /// <summary>The name of a generation's commit.</summary>
    public string PathOf(long generation) => _prefix + generation.ToString(CultureInfo.InvariantCulture);

    /// <summary>The name of what a generation copies before it takes the file's place.</summary>
    public string CopyOf(long generation) => $"{PathOf(generation)}.copy{Temporary}";

    /// <summary>
    /// Keeps others out between a look at what is there and a change of whose it is: a claim, or altered offsets. Held for as long as a rename takes, or a small file, so that only a process
    /// that was stopped at just this moment keeps others waiting.
    /// </summary>
    /// <exception cref="RetriableException">Another process has it.</exception>
    public FileStream Lock()
    {
        try
        {
            return new FileStream(_prefix + "lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException error) when (error is not (DirectoryNotFoundException or FileNotFoundException) && File.Exists(_prefix + "lock"))
        {
            throw new RetriableException($"'{_prefix}lock' is locked by another process: {error.Message.TrimEnd('.')}. If that one does not go on, end it.", error);
        }
    }

    /// <summary>The highest generation that has a commit; 0 when there is none.</summary>
    public long LastGeneration => Generations().DefaultIfEmpty().Max();

    /// <summary>The commit that counts; null when there is none. To be called with the lock.</summary>
    public FileCommit? Last()
    {
        if (LastGeneration is not (> 0 and var generation))
        {
            return null;
        }

        return Find(generation)
            ?? throw new ConnectException(
                $"'{PathOf(generation)}' does not say what was written to '{file}'. Restore it, or, to write the topics from their beginning, remove it together with '{file}'.");
    }

    /// <summary>A generation's commit; null when there is none that can be read.</summary>
    public FileCommit? Find(long generation)
    {
        try
        {
            return FileCommitText.Read(File.ReadAllBytes(PathOf(generation))) is { } commit && commit.Generation == generation ? commit : null;
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Writes a commit that nobody reads before it is published.</summary>
    public void Prepare(FileCommit commit)
    {
        using var handle = File.OpenHandle(PathOf(commit.Generation) + Temporary, FileMode.Create, FileAccess.Write);
        RandomAccess.Write(handle, FileCommitText.Write(commit), 0);
        RandomAccess.FlushToDisk(handle);
    }

    /// <summary>Makes the prepared commit the generation's own.</summary>
    public void Publish(long generation)
    {
        File.Move(PathOf(generation) + Temporary, PathOf(generation), overwrite: true);
        LinuxCalls.FlushFolder(_folder);
    }

    /// <summary>Puts a copy that is durable in the file's place. To be called with the lock.</summary>
    public void Replace(long generation)
    {
        File.Move(CopyOf(generation), file, overwrite: true);
        LinuxCalls.FlushFolder(_folder);
    }

    /// <summary>Removes what earlier generations left.</summary>
    public void RemoveBefore(long generation)
    {
        foreach (var path in Paths())
        {
            if (GenerationOf(path) < generation)
            {
                File.Delete(path);
            }
        }
    }

    private IEnumerable<long> Generations() => Paths().Where(path => !path.EndsWith(Temporary, StringComparison.Ordinal)).Select(GenerationOf).OfType<long>();

    // Without a pattern, in which a file's name may mean something else.
    private IEnumerable<string> Paths() => Directory.EnumerateFiles(_folder)
        .Where(path => Path.GetFileName(path).StartsWith(Path.GetFileName(_prefix), StringComparison.Ordinal))
        .Select(path => Path.Combine(_folder, Path.GetFileName(path)));

    // A copy that somebody made, FILE.offsets.7.bak, is none of them.
    private long? GenerationOf(string path) =>
        Path.GetFileName(path)[Path.GetFileName(_prefix).Length..].Split('.', 2) is var parts
        && (parts.Length == 1 || parts[1] is "tmp" or "copy.tmp")
        && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var generation)
            ? generation
            : null;
}

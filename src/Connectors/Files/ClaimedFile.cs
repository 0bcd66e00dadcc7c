using OrleansConnect.Abstractions.Data;
using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Abstractions.Sinks;

namespace OrleansConnect.Connectors.Files;

/// <summary>
/// A file of which each byte is written exactly once. What is behind the last commit is cut off by whoever claims the file next. A task that was replaced without knowing may still have the
/// file open and write to it at any time: unless it was seen to close it, the next one goes on in a copy of what is committed, which takes the file's place.
/// </summary>
internal sealed class ClaimedFile(string file, string connector) : IDisposable
{
    private readonly FileCommits _commits = new(file);
    private FileCommit _committed = new(connector, 0, 0, false, new Dictionary<TopicPartition, long>());
    private FileStream? _stream;
    private LineWriter? _writer;

    /// <summary>How many bytes were cut off that nobody had committed, when the file was claimed first.</summary>
    public long CutBytes { get; private set; }

    /// <summary>The file, or the one that it is a link to: a link stays one, and what it leads to is replaced.</summary>
    public static ClaimedFile At(string file, string connector) =>
        new(new FileInfo(file).LinkTarget is null ? file : File.ResolveLinkTarget(file, returnFinalTarget: true)?.FullName ?? file, connector);

    /// <summary>The next records, as far as they are committed.</summary>
    public IReadOnlyDictionary<TopicPartition, long> Read()
    {
        using var taken = _commits.Lock();
        return Last(long.MaxValue).Offsets;
    }

    /// <summary>Changes offsets of a file that nobody has claimed, or whose owner is to be kept from it. What is committed stays, and so does whether the owner has closed it.</summary>
    /// <param name="offsets">The next record of each partition that changes; null removes one. Null altogether: all are removed.</param>
    /// <param name="generation">Higher than that of whoever had the file.</param>
    /// <returns>The offsets that are stored now.</returns>
    public IReadOnlyDictionary<TopicPartition, long> Alter(IReadOnlyDictionary<TopicPartition, long?>? offsets, long generation)
    {
        using var taken = _commits.Lock();
        var next = TakeOver(Last(generation), last => last with { Generation = generation, Offsets = Altered(last.Offsets, offsets) });
        _commits.RemoveBefore(generation);
        return next.Offsets;
    }

    /// <summary>Takes the file from whoever has it, with its offsets. What was put and is not committed stays only if it is asked for.</summary>
    public IReadOnlyDictionary<TopicPartition, long> Claim(long generation, bool keepsPut)
    {
        var isMine = _stream is not null;
        if (TakeOver(generation) is { IsClosed: false } last && !isMine)
        {
            Renew(last);
        }

        if (!isMine)
        {
            Open();
        }
        else if (!keepsPut)
        {
            CutTo(_committed.LengthBytes);
        }

        _commits.RemoveBefore(generation);
        return _committed.Offsets;
    }

    /// <summary>Writes records, or none of them.</summary>
    public void Put(IReadOnlyList<SinkRecord> records)
    {
        if (records.Count == 0)
        {
            return;
        }

        var (stream, writer) = Opened();
        var before = stream.Position;
        try
        {
            for (var i = 0; i < records.Count; i++)
            {
                writer.WriteLine(JavaText.Render(records[i].Value));
            }

            writer.Flush();
        }
        catch
        {
            writer.Discard();
            stream.Position = before;
            throw;
        }
    }

    /// <summary>Makes durable what was put, and up to which offsets it reaches.</summary>
    public void Commit(IReadOnlyDictionary<TopicPartition, long> offsets)
    {
        var (stream, _) = Opened();
        var next = new Dictionary<TopicPartition, long>(_committed.Offsets);
        foreach (var (partition, offset) in offsets)
        {
            next[partition] = offset;
        }

        if (stream.Position == _committed.LengthBytes && next.Count == _committed.Offsets.Count && next.All(entry => _committed.Offsets[entry.Key] == entry.Value))
        {
            return;
        }

        stream.Flush(flushToDisk: true);
        Publish(_committed with { LengthBytes = stream.Position, Offsets = next });
    }

    /// <summary>Closes the file, and says so if it still is this task's.</summary>
    public void Dispose()
    {
        if (_stream is not { } stream)
        {
            return;
        }

        _stream = null;
        _writer?.Dispose();
        stream.Dispose();
        Publish(_committed with { IsClosed = true });
    }

    private FileCommit TakeOver(long generation)
    {
        using var taken = _commits.Lock();
        var last = Last(generation);
        _committed = generation > last.Generation || last.IsClosed
            ? TakeOver(last, before => (last = before) with { Generation = generation, IsClosed = false })
            : last with { IsClosed = false };
        CutBytes = (FileState.Of(file)?.LengthBytes ?? 0) - last.LengthBytes;
        return last;
    }

    // Publishes the next owner's commit, made of the last one. Who still has the file may have published another one meanwhile, and believes in it unless it came after ours.
    private FileCommit TakeOver(FileCommit last, Func<FileCommit, FileCommit> make)
    {
        var next = PublishMade(make(last));
        return last.Generation < next.Generation && _commits.Find(last.Generation) is { } later && !later.SaysSameAs(last) ? PublishMade(make(later)) : next;
    }

    private FileCommit PublishMade(FileCommit commit)
    {
        _commits.Prepare(commit);
        _commits.Publish(commit.Generation);
        return commit;
    }

    private static Dictionary<TopicPartition, long> Altered(IReadOnlyDictionary<TopicPartition, long> stored, IReadOnlyDictionary<TopicPartition, long?>? changes)
    {
        var next = changes is null ? [] : new Dictionary<TopicPartition, long>(stored);
        foreach (var (partition, offset) in changes ?? new Dictionary<TopicPartition, long?>())
        {
            next.Remove(partition);
            if (offset is { } set)
            {
                next[partition] = set;
            }
        }

        return next;
    }

    // The commit that counts, where the file is this connector's and as it was left. With the lock. Read before the file is measured, which whoever has it makes longer first.
    private FileCommit Last(long generation)
    {
        var stored = _commits.Last();
        var state = FileState.Of(file);
        if (state is { IsRegular: false })
        {
            throw new ConnectException($"'{file}' is not a regular file, so that nothing can be written to it exactly once. Name another 'file', or set '{FileSinkConfig.ExactlyOnce}' to false.");
        }

        var lengthBytes = state?.LengthBytes ?? 0;
        var last = stored ?? FirstCommit(isThere: state is not null, lengthBytes);
        if (last.Generation > generation)
        {
            throw Fenced(generation, last.Generation);
        }

        if (last.Connector != connector)
        {
            throw new ConnectException($"'{file}' belongs to connector '{last.Connector}'. Name another 'file', or remove it together with '{file}.offsets.*'.");
        }

        if (lengthBytes < last.LengthBytes)
        {
            throw new ConnectException(
                $"'{file}' has {lengthBytes} bytes, and had {last.LengthBytes} when '{_commits.PathOf(last.Generation)}' was written: somebody has shortened or moved it. "
                + $"Put it back, or, to write the topics from their beginning, remove both.");
        }

        return last;
    }

    // Nobody has claimed the file yet.
    private FileCommit FirstCommit(bool isThere, long lengthBytes) => lengthBytes == 0 ? _committed with { IsClosed = !isThere } : throw new ConnectException(
        $"'{file}' has {lengthBytes} bytes that were not written with '{FileSinkConfig.ExactlyOnce}', so that nobody knows which records they are. "
        + "Move it away or name another 'file'; the topics are written to it from 'auto.offset.reset' on, by default from their beginning.");

    // A copy that shares its blocks with the original, where the file system can.
    private void Renew(FileCommit last)
    {
        var copy = _commits.CopyOf(_committed.Generation);
        if (File.Exists(file))
        {
            File.Copy(file, copy, overwrite: true);
        }

        using (var handle = File.OpenHandle(copy, FileMode.OpenOrCreate, FileAccess.Write))
        {
            RandomAccess.SetLength(handle, last.LengthBytes);
            RandomAccess.FlushToDisk(handle);
        }

        using var taken = _commits.Lock();
        RequireMine();
        _commits.Replace(_committed.Generation);
    }

    private void Open()
    {
        _stream = new FileStream(file, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        _writer = new LineWriter(_stream);

        // Whoever claims the file from now on finds that it is open, and leaves this one alone.
        RequireMine();
        CutTo(_committed.LengthBytes);
    }

    private void CutTo(long lengthBytes)
    {
        var (stream, writer) = Opened();
        writer.Discard();
        stream.SetLength(lengthBytes);
        stream.Position = lengthBytes;
    }

    // Without the lock, or a process that is stopped in the midst of a commit would keep others out until it wakes. A commit that comes too late is one of an earlier generation, which counts
    // for nobody.
    private void Publish(FileCommit commit)
    {
        try
        {
            _commits.Prepare(commit);
            RequireMine();
            RequireInPlace();
            _commits.Publish(commit.Generation);
        }
        catch (FileNotFoundException)
        {
            // Whoever claims a file removes what earlier generations prepared.
            RequireMine();
            throw;
        }

        RequireMine();
        _committed = commit;
    }

    private void RequireMine()
    {
        if (_commits.LastGeneration is var last && last > _committed.Generation)
        {
            throw Fenced(_committed.Generation, last);
        }
    }

    private void RequireInPlace()
    {
        if (_stream is { } stream && !(FileState.Of(file) is { } there && FileState.Of(stream.SafeFileHandle) is { } mine && there.IsSameFile(mine) && there.LengthBytes >= stream.Position))
        {
            throw new ConnectException($"'{file}' was moved, replaced or shortened while it was written. Put it back as it was and restart the task, or remove it together with '{file}.offsets.*'.");
        }
    }

    private (FileStream Stream, LineWriter Writer) Opened() =>
        (_stream, _writer) is ({ } stream, { } writer) ? (stream, writer) : throw new InvalidOperationException("The file was not claimed.");

    private FencedException Fenced(long mine, long other) => new(
        $"'{file}' belongs to a task of generation {other}, and this one is of {mine}: it was replaced, and writes nothing more. If there is no other task, "
        + $"the worker's clock was set back after '{_commits.PathOf(other)}' was written: set it right and restart the task.");
}

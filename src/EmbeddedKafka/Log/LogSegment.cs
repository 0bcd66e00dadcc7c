using System.Globalization;
using Microsoft.Win32.SafeHandles;

namespace OrleansConnect.EmbeddedKafka.Log;

/// <summary>One file of a partition's log with its index, named after its first offset.</summary>
internal sealed class LogSegment : IDisposable
{
    private const int SearchReadAheadBytes = 16 * 1024;
    private const int ScanReadAheadBytes = 128 * 1024;

    private int _size;

    public LogSegment(string directory, long baseOffset)
    {
        BaseOffset = baseOffset;
        NextOffset = baseOffset;
        LogPath = Path.Combine(directory, baseOffset.ToString("D20", CultureInfo.InvariantCulture) + ".log");
        Index = new SparseIndex(Path.ChangeExtension(LogPath, ".index"), baseOffset);
        Handle = File.OpenHandle(LogPath, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
    }

    /// <summary>Opens a segment that compaction has written; it ends where its predecessors did, though their last records may be gone.</summary>
    public static LogSegment OpenCleaned(string directory, long baseOffset, long nextOffset)
    {
        var segment = new LogSegment(directory, baseOffset);
        segment.Recover(checkCrc: false, seen: null);
        segment.NextOffset = nextOffset;
        segment.Seal();
        return segment;
    }

    public string LogPath { get; }

    public long BaseOffset { get; }

    public long NextOffset { get; private set; }

    public long MaxTimestamp { get; private set; } = BatchHeader.NoTimestamp;

    /// <summary>When the first batch came, for rolling by age.</summary>
    public long FirstTimestamp { get; private set; } = BatchHeader.NoTimestamp;

    public int Size => Volatile.Read(ref _size);

    public SparseIndex Index { get; }

    public SafeFileHandle Handle { get; }

    /// <summary>Writes a batch at the end; when that fails the file is as before.</summary>
    public void Append(ReadOnlySpan<byte> batch, in BatchHeader header)
    {
        try
        {
            RandomAccess.Write(Handle, batch, _size);
        }
        catch (IOException)
        {
            RandomAccess.SetLength(Handle, _size);
            throw;
        }

        Note(header, _size);
    }

    /// <summary>Learns what a file from an earlier run holds, and cuts what is no whole batch off its end.</summary>
    /// <returns>How many bytes were cut off.</returns>
    public long Recover(bool checkCrc, Action<BatchHeader, ReadOnlyMemory<byte>>? seen)
    {
        var length = RandomAccess.GetLength(Handle);
        using var scanner = Scan(0, length, ScanReadAheadBytes);
        while (scanner.Next() && (!checkCrc || BatchHeader.IsIntact(scanner.Batch().Span)))
        {
            seen?.Invoke(scanner.Header, scanner.Header.IsControl ? scanner.Batch() : default);
            Note(scanner.Header, scanner.Position);
        }

        if (_size < length)
        {
            RandomAccess.SetLength(Handle, _size);
        }

        return length - _size;
    }

    /// <summary>Takes a closed segment's summary from its index file, if it has a fitting one.</summary>
    public bool TryOpenSealed()
    {
        var length = RandomAccess.GetLength(Handle);
        if (!Index.TryOpenSealed(length, out var nextOffset, out var maxTimestamp))
        {
            return false;
        }

        (NextOffset, MaxTimestamp, FirstTimestamp, _size) = (nextOffset, maxTimestamp, maxTimestamp, (int)length);
        return true;
    }

    /// <summary>Makes the last segment of an earlier run grow on.</summary>
    public void Reopen()
    {
        if (Index.IsSealed)
        {
            Index.Reopen();
        }
    }

    public void Seal() => Index.Seal(NextOffset, Size, MaxTimestamp);

    public void Flush() => RandomAccess.FlushToDisk(Handle);

    /// <summary>The first batch that holds the offset or a later one.</summary>
    public (int Position, BatchHeader Header)? Find(long offset)
    {
        using var scanner = Scan(Index.PositionBefore(offset), Size, SearchReadAheadBytes);
        while (scanner.Next())
        {
            if (scanner.Header.LastOffset >= offset)
            {
                return (scanner.Position, scanner.Header);
            }
        }

        return null;
    }

    public BatchScanner Scan(long position, long end, int readAheadBytes) => new(Handle, position, end, readAheadBytes);

    public BatchScanner ScanWhole() => Scan(0, Size, ScanReadAheadBytes);

    public void Dispose()
    {
        Handle.Dispose();
        Index.Dispose();
    }

    /// <summary>Removes the files. Readers that hold a region keep reading.</summary>
    public void Delete()
    {
        File.Delete(LogPath);
        File.Delete(Path.ChangeExtension(LogPath, ".index"));
        Dispose();
    }

    private void Note(in BatchHeader header, int position)
    {
        Index.Add(header.BaseOffset, position, MaxTimestamp);
        MaxTimestamp = Math.Max(MaxTimestamp, header.MaxTimestamp);
        if (FirstTimestamp == BatchHeader.NoTimestamp)
        {
            FirstTimestamp = header.MaxTimestamp;
        }

        NextOffset = header.LastOffset + 1;
        Volatile.Write(ref _size, position + header.TotalSize);
    }
}

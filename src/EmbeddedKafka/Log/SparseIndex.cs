using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;

namespace OrleansConnect.EmbeddedKafka.Log;

/// <summary>
/// Where in a segment the batches lie: one entry for about every 8 KB of log, holding a batch's offset and position and the latest
/// timestamp before it. The active segment's index is in memory; a closed one's lies in a file and is searched there. The file stays open,
/// because compaction puts another segment with another index under the same name while readers are still busy with this one.
/// </summary>
internal sealed class SparseIndex(string path, long baseOffset) : IDisposable
{
    private const int EntryBytes = 16;
    private const int IntervalBytes = 8 * 1024;

    private readonly Lock _gate = new();
    private List<Entry>? _entries = [];
    private SafeFileHandle? _sealed;
    private int _lastPosition;
    private int _sealedCount;

    public bool IsSealed
    {
        get
        {
            lock (_gate)
            {
                return _entries is null;
            }
        }
    }

    /// <summary>Notes a batch; called for each in order, before it is part of <paramref name="maxTimestampBefore"/>.</summary>
    public void Add(long offset, int position, long maxTimestampBefore)
    {
        lock (_gate)
        {
            if (_entries is not null && position - _lastPosition >= IntervalBytes)
            {
                _entries.Add(new Entry((int)(offset - baseOffset), position, maxTimestampBefore));
                _lastPosition = position;
            }
        }
    }

    /// <summary>A position at or before the batch that holds the offset.</summary>
    public int PositionBefore(long offset) => Search(entry => entry.RelativeOffset <= offset - baseOffset).Before.Position;

    /// <summary>A position at or before the first batch with a record at or after the timestamp.</summary>
    public int PositionBeforeTime(long timestamp) => Search(entry => entry.MaxTimestampBefore < timestamp).Before.Position;

    /// <summary>An offset at or after every record that begins before the position.</summary>
    public long OffsetAfter(int position, long end) =>
        Search(entry => entry.Position < position).After is { } after ? baseOffset + after.RelativeOffset : end;

    /// <summary>Moves the index from memory into its file; the segment gets no more batches.</summary>
    public void Seal(long nextOffset, int size, long maxTimestamp)
    {
        lock (_gate)
        {
            if (_entries is null)
            {
                return;
            }

            _entries.Add(new Entry((int)(nextOffset - baseOffset), size, maxTimestamp));
            var bytes = new byte[_entries.Count * EntryBytes];
            for (var i = 0; i < _entries.Count; i++)
            {
                _entries[i].Write(bytes.AsSpan(i * EntryBytes));
            }

            File.WriteAllBytes(path + ".new", bytes);
            File.Move(path + ".new", path, overwrite: true);
            (_sealed, _sealedCount, _entries) = (Open(), _entries.Count, null);
        }
    }

    /// <summary>Uses the file of an earlier run if it fits the segment's size; returns its closing entry.</summary>
    public bool TryOpenSealed(long size, out long nextOffset, out long maxTimestamp)
    {
        (nextOffset, maxTimestamp) = (baseOffset, BatchHeader.NoTimestamp);
        var file = new FileInfo(path);
        if (!file.Exists || file.Length < EntryBytes || file.Length % EntryBytes != 0)
        {
            return false;
        }

        var handle = Open();
        var last = ReadSealed(handle, (int)(file.Length / EntryBytes) - 1);
        if (last.Position != size)
        {
            handle.Dispose();
            return false;
        }

        (nextOffset, maxTimestamp) = (baseOffset + last.RelativeOffset, last.MaxTimestampBefore);
        (_sealed, _sealedCount, _entries) = (handle, (int)(file.Length / EntryBytes), null);
        return true;
    }

    /// <summary>Takes a sealed index back into memory, for a segment that goes on growing; a crash from now on finds no index file.</summary>
    public void Reopen()
    {
        var bytes = File.ReadAllBytes(path);
        var entries = new List<Entry>(_sealedCount);
        for (var i = 0; i < _sealedCount - 1; i++)
        {
            entries.Add(Entry.Read(bytes.AsSpan(i * EntryBytes)));
        }

        File.Delete(path);
        lock (_gate)
        {
            _sealed?.Dispose();
            (_sealed, _entries) = (null, entries);
            _lastPosition = entries.Count == 0 ? 0 : entries[^1].Position;
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _sealed?.Dispose();
            _sealed = null;
        }
    }

    private (Entry Before, Entry? After) Search(Predicate<Entry> isBefore)
    {
        SafeFileHandle file;
        lock (_gate)
        {
            if (_entries is { } entries)
            {
                return Search(isBefore, entries.Count, i => entries[i]);
            }

            file = _sealed ?? throw new ObjectDisposedException(path);
        }

        return Search(isBefore, _sealedCount, i => ReadSealed(file, i));
    }

    private SafeFileHandle Open() => File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);

    private static (Entry Before, Entry? After) Search(Predicate<Entry> isBefore, int count, Func<int, Entry> entry)
    {
        var (low, high) = (0, count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = isBefore(entry(middle)) ? (middle + 1, high) : (low, middle);
        }

        return (low == 0 ? default : entry(low - 1), low < count ? entry(low) : null);
    }

    private static Entry ReadSealed(SafeFileHandle handle, int i)
    {
        Span<byte> bytes = stackalloc byte[EntryBytes];
        RandomAccess.Read(handle, bytes, (long)i * EntryBytes);
        return Entry.Read(bytes);
    }

    private readonly record struct Entry(int RelativeOffset, int Position, long MaxTimestampBefore)
    {
        public static Entry Read(ReadOnlySpan<byte> bytes) => new(
            BinaryPrimitives.ReadInt32BigEndian(bytes),
            BinaryPrimitives.ReadInt32BigEndian(bytes[4..]),
            BinaryPrimitives.ReadInt64BigEndian(bytes[8..]));

        public void Write(Span<byte> bytes)
        {
            BinaryPrimitives.WriteInt32BigEndian(bytes, RelativeOffset);
            BinaryPrimitives.WriteInt32BigEndian(bytes[4..], Position);
            BinaryPrimitives.WriteInt64BigEndian(bytes[8..], MaxTimestampBefore);
        }
    }
}

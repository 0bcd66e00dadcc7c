using Microsoft.Win32.SafeHandles;

namespace OrleansConnect.Connectors.Files;

/// <summary>The last bytes before the position that a file was read to: a file that was written anew is told by them from one that has grown.</summary>
internal sealed class FileTail
{
    private const int BytesMax = 256;

    private readonly byte[] _bytes = new byte[BytesMax];
    private int _count;

    /// <summary>The last byte; null when none is known.</summary>
    public byte? Last => _count == 0 ? null : _bytes[_count - 1];

    /// <summary>Nothing was read.</summary>
    public void Clear() => _count = 0;

    /// <summary>Takes what is in the file now as read up to a position.</summary>
    public void Load(SafeFileHandle file, long position)
    {
        var count = (int)Math.Min(position, BytesMax);
        _count = RandomAccess.Read(file, _bytes.AsSpan(0, count), position - count) == count ? count : 0;
    }

    /// <summary>More was read, behind what is known.</summary>
    public void Append(ReadOnlySpan<byte> read)
    {
        if (read.Length > BytesMax)
        {
            read = read[^BytesMax..];
        }

        var kept = Math.Min(_count, BytesMax - read.Length);
        _bytes.AsSpan(_count - kept, kept).CopyTo(_bytes);
        read.CopyTo(_bytes.AsSpan(kept));
        _count = kept + read.Length;
    }

    /// <summary>
    /// Whether the file has something else there. Not said of one that ends before the position, nor of one with zeros there, which are taken as read: they stand in front of a writer that
    /// goes on where it was in a file that was truncated beneath it, and nothing behind the position was seen before.
    /// </summary>
    public bool IsOverwritten(SafeFileHandle file, long position)
    {
        Span<byte> there = stackalloc byte[BytesMax];
        there = there[.._count];
        if (RandomAccess.Read(file, there, position - _count) < _count || there.SequenceEqual(_bytes.AsSpan(0, _count)))
        {
            return false;
        }

        if (there.ContainsAnyExcept((byte)0))
        {
            return true;
        }

        there.CopyTo(_bytes);
        return false;
    }
}

using System.Text;
using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Abstractions.Formats;

namespace OrleansConnect.Connectors.Files;

/// <summary>
/// Bytes that were read and not yet handed out, and the lines in them. Lines end with <c>\n</c>, <c>\r\n</c> or <c>\r</c>; a <c>\r</c> at the very end waits for
/// the byte after it. The buffer grows for a long line, up to a limit, and shrinks again afterwards.
/// </summary>
internal sealed class LineBuffer
{
    public const int LineBytesMax = 128 << 20;
    private const int UsualBytes = 128 << 10;

    private byte[] _bytes = new byte[UsualBytes];
    private int _start;
    private int _scanned;
    private int _end;
    private bool _isAscii = true;
    private bool _isComplete;

    /// <summary>Position in the file of the first byte that was not handed out: where to go on after the last line taken.</summary>
    public long Position { get; private set; }

    /// <summary>Position in the file of the next byte to read.</summary>
    public long ReadPosition => Position + (_end - _start);

    /// <summary>Whether there is a begun line.</summary>
    public bool HasRest => _start < _end;

    /// <summary>What was not handed out.</summary>
    public ReadOnlySpan<byte> Rest => _bytes.AsSpan(_start, _end - _start);

    /// <summary>Drops everything and goes on at a position.</summary>
    public void Reset(long position)
    {
        (_start, _scanned, _end) = (0, 0, 0);
        (_isAscii, _isComplete) = (true, false);
        Position = position;
    }

    /// <summary>Room for more bytes, to be followed by <see cref="Append"/>. To be called when all whole lines are taken.</summary>
    public Span<byte> Space()
    {
        var restBytes = _end - _start;
        if (restBytes > _bytes.Length / 2)
        {
            Array.Resize(ref _bytes, Grown(restBytes));
        }
        else if (_bytes.Length > UsualBytes && restBytes < UsualBytes / 2)
        {
            Move(new byte[UsualBytes]);
        }

        if (_start > 0)
        {
            Move(_bytes);
        }

        return _bytes.AsSpan(_end);
    }

    /// <summary>Takes the first bytes of <see cref="Space"/> as read.</summary>
    public void Append(int countBytes)
    {
        _isAscii = (_isAscii || Ascii.IsValid(_bytes.AsSpan(_start, _end - _start))) && Ascii.IsValid(_bytes.AsSpan(_end, countBytes));
        _end += countBytes;
    }

    /// <summary>No more bytes will come, so that what is left is a line.</summary>
    public void Complete() => _isComplete = true;

    /// <summary>The next whole line.</summary>
    public bool TryTake(out string line)
    {
        var found = _bytes.AsSpan(_scanned, _end - _scanned).IndexOfAny((byte)'\n', (byte)'\r');
        if (found < 0)
        {
            return TryTakeRest(out line);
        }

        var at = _scanned + found;
        var next = at + 1;
        if (_bytes[at] == '\r')
        {
            if (next == _end && !_isComplete)
            {
                _scanned = at;
                line = "";
                return false;
            }

            if (next < _end && _bytes[next] == '\n')
            {
                next++;
            }
        }

        line = Take(at, next);
        return true;
    }

    private bool TryTakeRest(out string line)
    {
        _scanned = _end;
        var take = _isComplete && HasRest;
        line = take ? Take(_end, _end) : "";
        return take;
    }

    private string Take(int lineEnd, int next)
    {
        var bytes = _bytes.AsSpan(_start, lineEnd - _start);
        Position += next - _start;
        _start = _scanned = next;
        return _isAscii ? Encoding.Latin1.GetString(bytes) : JavaUtf8.Decode(bytes);
    }

    private int Grown(int restBytes) => restBytes < LineBytesMax
        ? (int)Math.Min(2L * _bytes.Length, LineBytesMax)
        : throw new ConnectException($"The line at byte {Position} has more than {LineBytesMax} bytes without an end. Is this a text file?");

    private void Move(byte[] target)
    {
        Array.Copy(_bytes, _start, target, 0, _end - _start);
        _bytes = target;
        _scanned -= _start;
        _end -= _start;
        _start = 0;
    }
}

using System.Buffers;
using System.Text.Unicode;

namespace OrleansConnect.Connectors.Files;

/// <summary>Writes lines as UTF-8 through one large buffer. An unpaired surrogate becomes a question mark, as in Java.</summary>
internal sealed class LineWriter(Stream output) : IDisposable
{
    private readonly byte[] _buffer = new byte[256 << 10];
    private int _count;
    private int _failed;

    /// <summary>How many bytes the operating system has taken since <see cref="BeginBatch"/>.</summary>
    public long GivenBytes { get; private set; }

    /// <summary>What was to be written when it failed. The operating system may have taken the beginning of it.</summary>
    public ReadOnlySpan<byte> Failed => _buffer.AsSpan(0, _failed);

    /// <summary>Forgets what was not written, and counts anew.</summary>
    public void BeginBatch() => (_count, _failed, GivenBytes) = (0, 0, 0);

    public void WriteLine(ReadOnlySpan<char> text)
    {
        while (true)
        {
            var status = Utf8.FromUtf16(text, _buffer.AsSpan(_count), out var read, out var written, replaceInvalidSequences: false);
            _count += written;
            if (status == OperationStatus.Done)
            {
                WriteByte((byte)'\n');
                return;
            }

            text = text[read..];
            if (status == OperationStatus.InvalidData)
            {
                WriteByte((byte)'?');
                text = text[1..];
            }
            else
            {
                WriteBuffer();
            }
        }
    }

    /// <summary>Gives everything to the operating system.</summary>
    public void Flush()
    {
        WriteBuffer();
        output.Flush();
    }

    /// <summary>Forgets what was not given to the operating system.</summary>
    public void Discard() => _count = 0;

    public void Dispose() => output.Dispose();

    private void WriteByte(byte value)
    {
        if (_count == _buffer.Length)
        {
            WriteBuffer();
        }

        _buffer[_count++] = value;
    }

    private void WriteBuffer()
    {
        // Emptied first: what failed comes again, and must not be written twice by a later batch.
        var count = _count;
        (_count, _failed) = (0, count);
        output.Write(_buffer, 0, count);
        _failed = 0;
        GivenBytes += count;
    }
}

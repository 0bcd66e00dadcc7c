using Microsoft.Win32.SafeHandles;

namespace OrleansConnect.EmbeddedKafka.Log;

/// <summary>A part of a log file. It keeps the file open until disposed, though the log may drop the segment meanwhile.</summary>
internal sealed class FileRegion : IDisposable
{
    private readonly SafeFileHandle _file;
    private bool _released;

    public FileRegion(SafeFileHandle file, long position, int length)
    {
        _file = file;
        Position = position;
        Length = length;
        var added = false;
        file.DangerousAddRef(ref added);
    }

    public long Position { get; }

    public int Length { get; }

    /// <summary>Reads from <paramref name="at"/> bytes into the region; fills the buffer or reaches the region's end.</summary>
    public int Read(int at, Span<byte> buffer)
    {
        var wanted = buffer[..Math.Min(buffer.Length, Length - at)];
        var done = 0;
        while (done < wanted.Length)
        {
            var count = RandomAccess.Read(_file, wanted[done..], Position + at + done);
            if (count == 0)
            {
                throw new IOException($"A log file ended {wanted.Length - done} bytes before the end of a region that was to be read.");
            }

            done += count;
        }

        return done;
    }

    public void Dispose()
    {
        if (!_released)
        {
            _released = true;
            _file.DangerousRelease();
        }
    }
}

using System.Runtime.InteropServices;

namespace OrleansConnect.Cli;

/// <summary>
/// Standard output, on systems with write(2). The console's own stream takes a pipe without a reader for a success, and a FileStream does not move the position that the process shares
/// with the next command of a script.
/// </summary>
internal sealed class StandardOutput : Stream
{
    private const int Descriptor = 1;
    private const int Interrupted = 4;
    private const int BrokenPipe = 32;
    private const short Writable = 4;

    // An error, or that the other end hung up: systems differ in which they tell of a pipe.
    private const short Failing = 8 | 16;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    private static int WouldBlock => OperatingSystem.IsMacOS() ? 35 : 11;

    /// <summary>Whether it is a pipe that nobody reads any more.</summary>
    public static bool IsAbandoned()
    {
        var poll = new Poll { Descriptor = Descriptor };
        return PollFor(ref poll, 1, timeoutMs: 0) > 0 && (poll.Returned & Failing) != 0;
    }

    /// <exception cref="OutputException">The device is full, nobody reads the pipe, or the like.</exception>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            var written = WriteTo(Descriptor, ref MemoryMarshal.GetReference(buffer), (nuint)buffer.Length);
            if (written >= 0)
            {
                buffer = buffer[(int)written..];
                continue;
            }

            WaitOrThrow(Marshal.GetLastPInvokeError());
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    private static void WaitOrThrow(int error)
    {
        if (error == WouldBlock)
        {
            // Whoever shares the terminal or pipe has made it one that does not wait by itself.
            var poll = new Poll { Descriptor = Descriptor, Asked = Writable };
            _ = PollFor(ref poll, 1, timeoutMs: -1);
        }
        else if (error != Interrupted)
        {
            throw new OutputException(Marshal.GetPInvokeErrorMessage(error)) { IsAbandoned = error == BrokenPipe };
        }
    }

    [DllImport("libc", EntryPoint = "write", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint WriteTo(int descriptor, ref byte start, nuint count);

    // See poll(2): on macOS the count is an int, which makes no difference for one.
    [DllImport("libc", EntryPoint = "poll", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int PollFor(ref Poll poll, nuint count, int timeoutMs);

    private struct Poll
    {
        public int Descriptor;
        public short Asked;
        public short Returned;
    }
}

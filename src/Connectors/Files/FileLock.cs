using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using OrleansConnect.Abstractions.Errors;

namespace OrleansConnect.Connectors.Files;

/// <summary>
/// Keeps everybody else who asks for it, in this process or another one, from writing to a file or pipe of Linux. It is over when it is released, or its process ends. Where the file
/// system has no locks it keeps out nobody.
/// </summary>
/// <param name="file">What is locked.</param>
/// <param name="path">Its name, for errors.</param>
/// <param name="task">Whose the lock is, for errors.</param>
/// <param name="time">Bounds the wait.</param>
internal sealed class FileLock(SafeFileHandle file, string path, string task, TimeProvider time)
{
    private const int LockOrFail = 37;
    private const short WriteLock = 1;
    private const short Unlock = 2;
    private const int Interrupted = 4;
    private const int HeldByAnother = 11;
    private const int HeldByAnotherToo = 13;
    private const int LongestPauseMs = 50;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    /// <summary>Waits until nobody else has it. The kernel's own way to wait can be neither bounded nor cancelled.</summary>
    /// <exception cref="RetriableException">Another one has it for as long as is waited.</exception>
    public void Take(CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var pauseMs = 1;
        while (IsHeldByAnother())
        {
            if (time.GetElapsedTime(started) >= Limit)
            {
                throw new RetriableException(
                    $"Task '{task}' has waited {Limit.TotalSeconds} s to write to '{path}': another program holds a lock on '{path}', or another task is in the midst of a line. "
                    + "End that program, see that what reads a pipe reads on, or change 'file'; the records wait until then.");
            }

            cancellationToken.WaitHandle.WaitOne(pauseMs);
            cancellationToken.ThrowIfCancellationRequested();
            pauseMs = Math.Min(2 * pauseMs, LongestPauseMs);
        }
    }

    public void Release()
    {
        // A file that was closed meanwhile is not locked any more.
        if (!file.IsClosed)
        {
            _ = Control(file, LockOrFail, new Range { Type = Unlock });
        }
    }

    private bool IsHeldByAnother()
    {
        int error;
        do
        {
            error = Control(file, LockOrFail, new Range { Type = WriteLock }) < 0 ? Marshal.GetLastPInvokeError() : 0;
        }
        while (error == Interrupted);
        return error is HeldByAnother or HeldByAnotherToo;
    }

    [DllImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Control(SafeFileHandle file, int command, in Range range);

    /// <summary><c>struct flock</c>: the whole file, locked for the open file and not for the process; see fcntl(2).</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Range
    {
        public short Type;
        public short Whence;
        public long Start;
        public long Length;
        public int Process;
    }
}

using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace OrleansConnect.Connectors.Files;

/// <summary>What .NET has no name for: the inode and type of a file, and opening one so that every write goes to its end. Numbers are those of x64 and arm64.</summary>
internal static class LinuxCalls
{
    /// <summary>What the exception of a write to a pipe says, in its <see cref="Exception.HResult"/>, when no process reads it any more.</summary>
    public const int BrokenPipe = 32;

    private const int CurrentFolder = -100;
    private const int EmptyPath = 0x1000;
    private const uint BasicStats = 0x7FF;
    private const uint CreationKnown = 0x800;
    private const uint MountIdKnown = 0x1000;
    private const int WriteOnly = 0x1;
    private const int Create = 0x40;
    private const int AppendAlways = 0x400;
    private const int DoNotWait = 0x800;
    private const int CloseOnExec = 0x80000;
    private const int SetStatusFlags = 4;
    private const int NoSuchDeviceOrAddress = 6;
    private const uint ReadAndWriteForAll = 0x1B6;

    public static StatResult? Stat(string path) => StatX(CurrentFolder, path, 0, BasicStats | CreationKnown | MountIdKnown, out var result) == 0 ? result : null;

    public static StatResult? Stat(SafeFileHandle file) => StatX(file, "", EmptyPath, BasicStats | CreationKnown | MountIdKnown, out var result) == 0 ? result : null;

    /// <summary>Opens or creates a file. Each write appends, whoever else writes to it. Null for a pipe that no process reads: the usual way to open it waits until one does.</summary>
    public static SafeFileHandle? OpenToAppend(string path)
    {
        var file = Open(path, WriteOnly | Create | AppendAlways | DoNotWait | CloseOnExec, ReadAndWriteForAll);
        if (file < 0)
        {
            var error = new Win32Exception();
            return error.NativeErrorCode == NoSuchDeviceOrAddress && Stat(path) is { IsPipe: true } ? null : throw new IOException(error.Message);
        }

        var handle = new SafeFileHandle(file, ownsHandle: true);

        // Only the opening must not wait: a write waits for a slow reader.
        if (Control(handle, SetStatusFlags, AppendAlways) < 0)
        {
            var error = new Win32Exception();
            handle.Dispose();
            throw new IOException(error.Message);
        }

        return handle;
    }

    /// <summary>
    /// Opens a file or a folder to read it, without the lock that .NET takes: some file systems of the network keep others from writing under it, those of the same process too.
    /// </summary>
    public static SafeFileHandle OpenToRead(string path)
    {
        var file = Open(path, CloseOnExec, 0);
        return file >= 0 ? new SafeFileHandle(file, ownsHandle: true) : throw new IOException(new Win32Exception().Message);
    }

    /// <summary>Makes the names in a folder durable. Elsewhere than on Linux there is no need, or no way.</summary>
    public static void FlushFolder(string path)
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        using var handle = OpenToRead(path);
        RandomAccess.FlushToDisk(handle);
    }

    [DllImport("libc", EntryPoint = "statx", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int StatX(int folder, [MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags, uint mask, out StatResult result);

    [DllImport("libc", EntryPoint = "statx", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int StatX(SafeFileHandle file, [MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags, uint mask, out StatResult result);

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags, uint mode);

    [DllImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Control(SafeFileHandle file, int command, int argument);

    /// <summary>The parts of <c>struct statx</c> that are used; see statx(2).</summary>
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    public struct StatResult
    {
        private const ushort TypeMask = 0xF000;
        private const ushort PipeType = 0x1000;
        private const ushort CharacterDeviceType = 0x2000;
        private const ushort RegularType = 0x8000;

        [FieldOffset(0)]
        public uint Known;

        [FieldOffset(16)]
        public uint Names;

        [FieldOffset(28)]
        public ushort Mode;

        [FieldOffset(32)]
        public ulong Node;

        [FieldOffset(40)]
        public ulong LengthBytes;

        [FieldOffset(80)]
        public long CreationSeconds;

        [FieldOffset(88)]
        public uint CreationNanoseconds;

        [FieldOffset(136)]
        public uint DeviceMajor;

        [FieldOffset(140)]
        public uint DeviceMinor;

        [FieldOffset(144)]
        public ulong MountId;

        public readonly bool IsPipe => (Mode & TypeMask) == PipeType;

        public readonly bool IsCharacterDevice => (Mode & TypeMask) == CharacterDeviceType;

        /// <summary>When the file was made, in nanoseconds since 1970; null where the file system does not keep it.</summary>
        public readonly long? CreatedNs => (Known & CreationKnown) != 0 ? (CreationSeconds * 1_000_000_000) + CreationNanoseconds : null;

        /// <summary>Whether both were reached through the same mount, as far as the kernel says so: Linux 5.8 does.</summary>
        public readonly bool IsOnMountOf(StatResult other) => (Known & other.Known & MountIdKnown) != 0
            ? MountId == other.MountId
            : (DeviceMajor, DeviceMinor) == (other.DeviceMajor, other.DeviceMinor);

        public readonly bool IsRegular => (Mode & TypeMask) == RegularType;
    }
}

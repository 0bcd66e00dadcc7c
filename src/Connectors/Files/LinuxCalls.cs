using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace OrleansConnect.Connectors.Files;

/// <summary>What .NET has no name for: the inode of a file, and opening one so that every write goes to its end. Numbers are those of x64 and arm64.</summary>
internal static class LinuxCalls
{
    private const int CurrentFolder = -100;
    private const int EmptyPath = 0x1000;
    private const uint BasicStats = 0x7FF;
    private const int WriteOnly = 0x1;
    private const int Create = 0x40;
    private const int AppendAlways = 0x400;
    private const int CloseOnExec = 0x80000;
    private const uint ReadAndWriteForAll = 0x1B6;

    public static StatResult? Stat(string path) => StatX(CurrentFolder, path, 0, BasicStats, out var result) == 0 ? result : null;

    public static StatResult? Stat(SafeFileHandle file) => StatX(file, "", EmptyPath, BasicStats, out var result) == 0 ? result : null;

    /// <summary>Opens or creates a file. Each write appends, whoever else writes to it.</summary>
    public static SafeFileHandle OpenToAppend(string path)
    {
        var file = Open(path, WriteOnly | Create | AppendAlways | CloseOnExec, ReadAndWriteForAll);
        return file >= 0 ? new SafeFileHandle(file, ownsHandle: true) : throw new IOException(new Win32Exception().Message);
    }

    /// <summary>Makes the names in a folder durable. Elsewhere than on Linux there is no need, or no way.</summary>
    public static void FlushFolder(string path)
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        var folder = Open(path, CloseOnExec, 0);
        using var handle = folder >= 0 ? new SafeFileHandle(folder, ownsHandle: true) : throw new IOException(new Win32Exception().Message);
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

    /// <summary>The parts of <c>struct statx</c> that are used; see statx(2).</summary>
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    public struct StatResult
    {
        [FieldOffset(28)]
        public ushort Mode;

        [FieldOffset(32)]
        public ulong Node;

        [FieldOffset(40)]
        public ulong LengthBytes;

        [FieldOffset(136)]
        public uint DeviceMajor;

        [FieldOffset(140)]
        public uint DeviceMinor;
    }
}

using Microsoft.Win32.SafeHandles;

namespace OrleansConnect.Connectors.Files;

/// <summary>Which file it is, and how long. Two states with the same device and node are of one file, as long as the file is held open.</summary>
/// <param name="Device">Its file system.</param>
/// <param name="Node">Its number there.</param>
/// <param name="LengthBytes">Its length.</param>
/// <param name="IsRegular">Whether it is a file, and not a folder, a pipe or a device.</param>
/// <param name="Names">How many names it has; null where that is not known.</param>
/// <param name="CreatedNs">When it was made, in nanoseconds since 1970; null where that is not known.</param>
internal readonly record struct FileState(ulong Device, ulong Node, long LengthBytes, bool IsRegular, uint? Names = null, long? CreatedNs = null)
{
    /// <summary>The state of the file that has this name now; null when there is none or it cannot be asked for.</summary>
    public static FileState? Of(string path)
    {
        if (OperatingSystem.IsLinux())
        {
            return LinuxCalls.Stat(path) is { } stat ? From(stat) : null;
        }

        var file = new FileInfo(path);
        return file.Exists ? From(file.CreationTimeUtc, file.Length) : null;
    }

    /// <summary>The state of an open file.</summary>
    public static FileState? Of(SafeFileHandle file)
    {
        if (OperatingSystem.IsLinux())
        {
            return LinuxCalls.Stat(file) is { } stat ? From(stat) : null;
        }

        return From(File.GetCreationTimeUtc(file), RandomAccess.GetLength(file));
    }

    public bool IsSameFile(FileState other) => Device == other.Device && Node == other.Node;

    private static FileState From(LinuxCalls.StatResult stat) =>
        new(((ulong)stat.DeviceMajor << 32) | stat.DeviceMinor, stat.Node, (long)stat.LengthBytes, stat.IsRegular, stat.Names, stat.CreatedNs);

    private static FileState From(DateTime created, long lengthBytes) =>
        new(0, (ulong)created.Ticks, lengthBytes, true, CreatedNs: (created - DateTime.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick);
}

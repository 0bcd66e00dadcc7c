namespace OrleansConnect.Connectors.Files;

/// <summary>Tells the file systems that this machine alone writes to: its kernel knows how many names a file has, and of every change.</summary>
internal static class LocalFileSystem
{
    private static readonly HashSet<string> Formats = new(StringComparer.OrdinalIgnoreCase)
    {
        "ext2", "ext3", "ext4", "xfs", "btrfs", "tmpfs", "overlay", "overlayfs", "zfs", "f2fs", "apfs", "ntfs", "refs",
    };

    /// <summary>Whether a folder is on one. The file system is asked.</summary>
    public static bool Has(string folder)
    {
        try
        {
            var drive = OperatingSystem.IsWindows() ? Path.GetPathRoot(Path.GetFullPath(folder)) : folder;
            return drive is not null && Formats.Contains(new DriveInfo(drive).DriveFormat);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return false;
        }
    }
}

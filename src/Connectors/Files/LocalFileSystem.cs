namespace OrleansConnect.Connectors.Files;

/// <summary>Tells the file systems of Linux that this machine alone writes to: the kernel knows how many names a file has, and tells of every change at once.</summary>
internal static class LocalFileSystem
{
    private static readonly HashSet<string> Formats = ["ext2", "ext3", "ext4", "xfs", "btrfs", "tmpfs", "overlay", "overlayfs", "zfs", "f2fs"];

    /// <summary>Whether a folder is on one. The file system is asked.</summary>
    public static bool Has(string folder)
    {
        try
        {
            return OperatingSystem.IsLinux() && Formats.Contains(new DriveInfo(folder).DriveFormat);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return false;
        }
    }
}

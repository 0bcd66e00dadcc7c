using System.Globalization;
using System.Runtime.InteropServices;

namespace OrleansConnect.Silo;

/// <summary>
/// The files that Linux has mapped into this process, which are its assemblies and native libraries. What was read of them once stays in its memory, and
/// most of it is code that only a start runs.
/// </summary>
internal static class MappedFiles
{
    private const int PageOut = 21;

    /// <summary>Has Linux take their pages away as it would if memory were short, which loses nothing: see madvise(2), MADV_PAGEOUT.</summary>
    public static void Release()
    {
        foreach (var (start, end) in Ranges(File.ReadAllLines("/proc/self/maps")))
        {
            _ = AdviseMemory((nint)start, (nuint)(end - start), PageOut);
        }
    }

    /// <summary>Where files are mapped.</summary>
    /// <param name="maps">Lines as of <c>/proc/PID/maps</c>, see proc_pid_maps(5): addresses, permissions, offset, device, inode, path.</param>
    internal static IEnumerable<(long Start, long End)> Ranges(IEnumerable<string> maps)
    {
        foreach (var line in maps)
        {
            var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words.Length > 5 && words[4] != "0" && words[5].StartsWith('/') && !words[5].StartsWith("/memfd:", StringComparison.Ordinal))
            {
                var ends = words[0].Split('-');
                yield return (Address(ends[0]), Address(ends[1]));
            }
        }
    }

    private static long Address(string digits) => long.Parse(digits, NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    [DllImport("libc", EntryPoint = "madvise")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int AdviseMemory(nint address, nuint lengthBytes, int advice);
}

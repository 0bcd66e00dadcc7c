using System.Runtime.InteropServices;
using System.Text;

namespace OrleansConnect.Runtime.Configuration;

/// <summary>
/// Reads the files that config providers are pointed at. Whoever configures a connector names them, so that only what a secret can be is read: regular files of at most 1 MiB, in UTF-8. A pipe
/// or a device would hold the reader up for ever, or fill its memory.
/// </summary>
internal static class SecretFile
{
    /// <summary>The most a file may have.</summary>
    public const int BytesMax = 1 << 20;

    private const int CurrentFolder = -100;
    private const uint TypeAndMode = 0x3;
    private const int KindMask = 0xF000;
    private const int RegularKind = 0x8000;

    // See errno(3).
    private const int NotPermitted = 1;
    private const int NoSuchFile = 2;
    private const int NoAccess = 13;
    private const int NoSuchFolder = 20;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Whether a path leads to a regular file, through links too.</summary>
    public static bool IsRegular(string path) => OperatingSystem.IsLinux()
        ? StatX(CurrentFolder, path, 0, TypeAndMode, out var result) == 0 && (result.Mode & KindMask) == RegularKind
        : File.Exists(path);

    /// <summary>The whole text.</summary>
    /// <exception cref="IOException">It is not there, no regular file, too large, or there is no permission to look at it.</exception>
    /// <exception cref="DecoderFallbackException">It is not UTF-8.</exception>
    public static async Task<string> ReadAsync(string path, CancellationToken cancellationToken)
    {
        if (!IsRegular(path))
        {
            throw WhyNot(path, Marshal.GetLastPInvokeError());
        }

        await using var file = File.OpenRead(path);
        var bytes = new byte[Math.Min(file.Length, BytesMax) + 1];
        var length = await file.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken);
        return length <= BytesMax && file.Length <= BytesMax
            ? StrictUtf8.GetString(bytes, 0, length)
            : throw new IOException($"'{path}' has more than {BytesMax} bytes, which is more than a secret may have.");
    }

    /// <summary>Why a file is not read.</summary>
    /// <param name="path">The file.</param>
    /// <param name="error">The error of the call that looked, 0 if it could.</param>
    internal static IOException WhyNot(string path, int error) => error switch
    {
        _ when !OperatingSystem.IsLinux() => Path.Exists(path) ? NotRegular(path) : new FileNotFoundException($"There is no file '{path}'."),
        0 => NotRegular(path),
        NoSuchFile or NoSuchFolder => new FileNotFoundException($"There is no file '{path}'."),
        NotPermitted or NoAccess => new($"'{path}' cannot be looked at: the worker's user has no permission for it or for a folder above it. Give it that, or name another file."),
        _ => new($"'{path}' cannot be looked at: {Marshal.GetPInvokeErrorMessage(error)}."),
    };

    private static IOException NotRegular(string path) => new($"'{path}' is a folder, a pipe or a device. Name a regular file.");

    [DllImport("libc", EntryPoint = "statx", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int StatX(int folder, [MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags, uint mask, out StatResult result);

    // The part of struct statx that is used; see statx(2).
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct StatResult
    {
        [FieldOffset(28)]
        public ushort Mode;
    }
}

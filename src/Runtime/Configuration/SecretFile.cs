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

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Whether a path leads to a regular file, through links too.</summary>
    public static bool IsRegular(string path) => OperatingSystem.IsLinux()
        ? StatX(CurrentFolder, path, 0, TypeAndMode, out var result) == 0 && (result.Mode & KindMask) == RegularKind
        : File.Exists(path);

    /// <summary>The whole text.</summary>
    /// <exception cref="IOException">It is not there, no regular file, or too large.</exception>
    /// <exception cref="DecoderFallbackException">It is not UTF-8.</exception>
    public static async Task<string> ReadAsync(string path, CancellationToken cancellationToken)
    {
        if (!IsRegular(path))
        {
            throw Path.Exists(path) ? new IOException($"'{path}' is a folder, a pipe or a device. Name a regular file.") : new FileNotFoundException($"There is no file '{path}'.");
        }

        await using var file = File.OpenRead(path);
        var bytes = new byte[Math.Min(file.Length, BytesMax) + 1];
        var length = await file.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken);
        return length <= BytesMax && file.Length <= BytesMax
            ? StrictUtf8.GetString(bytes, 0, length)
            : throw new IOException($"'{path}' has more than {BytesMax} bytes, which is more than a secret may have.");
    }

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

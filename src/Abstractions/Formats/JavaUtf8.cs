using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace OrleansConnect.Abstractions.Formats;

/// <summary>Decodes UTF-8 as Java's readers do: as .NET, but an encoded surrogate (ED A0..BF xx) becomes one replacement character, not three.</summary>
public static class JavaUtf8
{
    private const int ShortBytes = 512;

    /// <summary>The text of bytes that may be none.</summary>
    public static string Decode(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > ShortBytes)
        {
            return Utf8.IsValid(bytes) ? Encoding.UTF8.GetString(bytes) : DecodeInvalid(bytes);
        }

        // One pass checks and converts, where the encoding would need three to learn the length first.
        Span<char> text = stackalloc char[ShortBytes];
        return Utf8.ToUtf16(bytes, text, out _, out var length, replaceInvalidSequences: false) == OperationStatus.Done
            ? new string(text[..length])
            : DecodeInvalid(bytes);
    }

    private static string DecodeInvalid(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder(bytes.Length);
        Span<char> units = stackalloc char[2];
        while (!bytes.IsEmpty)
        {
            var isValid = Rune.DecodeFromUtf8(bytes, out var rune, out var consumed) == OperationStatus.Done;
            text.Append(units[..rune.EncodeToUtf16(units)]);
            bytes = bytes[(isValid ? consumed : Math.Max(consumed, SurrogateBytes(bytes)))..];
        }

        return text.ToString();
    }

    private static int SurrogateBytes(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 2 || bytes[0] != 0xED || bytes[1] is < 0xA0 or > 0xBF)
        {
            return 0;
        }

        return bytes.Length > 2 && bytes[2] is >= 0x80 and <= 0xBF ? 3 : 2;
    }
}

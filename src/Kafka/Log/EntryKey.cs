using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace OrleansConnect.Kafka.Log;

/// <summary>
/// The record key of a proposal, <c>KEY/VERSION/PROCESS.SEQUENCE</c>: one of its own for each proposal, so that compaction never drops an
/// accepted entry in favour of a rejected one.
/// </summary>
internal readonly record struct EntryKey(string Key, long Version, Proposer Proposer)
{
    private const byte Slash = (byte)'/';
    private const int ProcessDigits = 16;

    public byte[] ToBytes() => Encoding.UTF8.GetBytes(ToString());

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Key}/{Version}/{Proposer}");

    public static bool TryParse(ReadOnlySpan<byte> bytes, out EntryKey entryKey)
    {
        entryKey = default;
        var proposerAt = bytes.LastIndexOf(Slash) + 1;
        var versionAt = proposerAt == 0 ? 0 : bytes[..(proposerAt - 1)].LastIndexOf(Slash) + 1;
        if (versionAt < 2
            || !TryParseVersion(bytes[versionAt..(proposerAt - 1)], out var version)
            || !TryParseProposer(bytes[proposerAt..], out var proposer))
        {
            return false;
        }

        entryKey = new EntryKey(Encoding.UTF8.GetString(bytes[..(versionAt - 1)]), version, proposer);
        return true;
    }

    private static bool TryParseVersion(ReadOnlySpan<byte> bytes, out long version) =>
        Utf8Parser.TryParse(bytes, out version, out var read) && read == bytes.Length && version > 0;

    private static bool TryParseProposer(ReadOnlySpan<byte> bytes, out Proposer proposer)
    {
        proposer = default;
        if (bytes.Length < ProcessDigits + 2
            || bytes[ProcessDigits] != (byte)'.'
            || !Utf8Parser.TryParse(bytes[..ProcessDigits], out ulong process, out var processRead, 'x') || processRead != ProcessDigits
            || !Utf8Parser.TryParse(bytes[(ProcessDigits + 1)..], out ulong sequence, out var read, 'x') || read != bytes.Length - ProcessDigits - 1)
        {
            return false;
        }

        proposer = new Proposer(process, sequence);
        return true;
    }
}

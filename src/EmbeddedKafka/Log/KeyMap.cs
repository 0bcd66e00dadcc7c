using System.Buffers.Binary;
using System.Security.Cryptography;

namespace OrleansConnect.EmbeddedKafka.Log;

/// <summary>The last offset of each key in a stretch of log. Keys are held as 128 bits of their SHA-256, so memory is bounded by their number.</summary>
internal sealed class KeyMap(int capacity)
{
    private readonly Dictionary<UInt128, long> _offsets = [];

    public bool HasRoomFor(int keys) => _offsets.Count == 0 || _offsets.Count + keys <= capacity;

    public void Add(ReadOnlySpan<byte> key, long offset) => _offsets[Hash(key)] = offset;

    /// <summary>Whether a later record of the same key makes this one superfluous.</summary>
    public bool Supersedes(ReadOnlySpan<byte> key, long offset) => _offsets.TryGetValue(Hash(key), out var last) && last > offset;

    private static UInt128 Hash(ReadOnlySpan<byte> key)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(key, hash);
        return BinaryPrimitives.ReadUInt128LittleEndian(hash);
    }
}

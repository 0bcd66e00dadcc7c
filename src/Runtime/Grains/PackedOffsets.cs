using System.IO.Compression;
using System.Text.Json;
using OrleansConnect.Grains;

namespace OrleansConnect.Runtime.Grains;

/// <summary>Offsets as few bytes: a source may have a hundred thousand partitions, whose names differ little.</summary>
internal static class PackedOffsets
{
    public static byte[] Pack(IReadOnlyList<ConnectorOffset> offsets)
    {
        var bytes = new MemoryStream();
        using (var packed = new GZipStream(bytes, CompressionLevel.Optimal))
        {
            JsonSerializer.Serialize(packed, offsets.Select(offset => new[] { offset.Partition, offset.Offset }));
        }

        return bytes.ToArray();
    }

    public static IReadOnlyList<ConnectorOffset> Unpack(byte[] bytes)
    {
        using var packed = new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress);
        return [.. (JsonSerializer.Deserialize<string?[][]>(packed) ?? []).Select(pair => new ConnectorOffset(pair[0], pair[1]))];
    }
}

using System.Buffers.Binary;
using System.Numerics;

namespace OrleansConnect.EmbeddedKafka.Log;

/// <summary>CRC-32C (Castagnoli), the checksum of record batches; the processor has an instruction for it.</summary>
internal static class Crc32C
{
    public static uint Compute(ReadOnlySpan<byte> data)
    {
        var crc = uint.MaxValue;
        while (data.Length >= 8)
        {
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(data));
            data = data[8..];
        }

        foreach (var value in data)
        {
            crc = BitOperations.Crc32C(crc, value);
        }

        return ~crc;
    }
}

using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;
using K4os.Compression.LZ4.Streams;
using Snappier;
using ZstdSharp;

namespace OrleansConnect.EmbeddedKafka.Log;

/// <summary>
/// Kafka's codecs. Batches pass through the broker as they are; only compaction, key checks and searches by time look inside.
/// </summary>
internal static class Codec
{
    private const int SnappyBlockBytes = 32 * 1024;
    private static ReadOnlySpan<byte> XerialMagic => [0x82, (byte)'S', (byte)'N', (byte)'A', (byte)'P', (byte)'P', (byte)'Y', 0];

    /// <exception cref="InvalidDataException">The data is not of that codec, or is larger than the limit.</exception>
    public static ReadOnlyMemory<byte> Decompress(CompressionType type, ReadOnlyMemory<byte> data, int limitBytes)
    {
        if (type == CompressionType.None)
        {
            return data;
        }

        try
        {
            var output = new ArrayBufferWriter<byte>(Math.Min(Math.Max(data.Length * 4, 256), limitBytes));
            Decompress(type, data, output, limitBytes);
            return output.WrittenMemory;
        }
        catch (Exception exception) when (exception is not InvalidDataException and not OutOfMemoryException)
        {
            throw new InvalidDataException($"A batch said to be compressed with {type} is not: {exception.Message}", exception);
        }
    }

    public static byte[] Compress(CompressionType type, ReadOnlySpan<byte> data)
    {
        var output = new MemoryStream();
        switch (type)
        {
            case CompressionType.Gzip:
                using (var gzip = new GZipStream(output, CompressionLevel.Fastest, leaveOpen: true))
                {
                    gzip.Write(data);
                }

                break;
            case CompressionType.Snappy:
                CompressSnappy(data, output);
                break;
            case CompressionType.Lz4:
                using (var lz4 = LZ4Stream.Encode(output, leaveOpen: true))
                {
                    lz4.Write(data);
                }

                break;
            case CompressionType.Zstd:
                using (var zstd = new CompressionStream(output, level: 3, leaveOpen: true))
                {
                    zstd.Write(data);
                }

                break;
            default:
                output.Write(data);
                break;
        }

        return output.ToArray();
    }

    private static void Decompress(CompressionType type, ReadOnlyMemory<byte> data, ArrayBufferWriter<byte> output, int limitBytes)
    {
        if (type == CompressionType.Snappy)
        {
            DecompressSnappy(data.Span, output, limitBytes);
            return;
        }

        using var input = new MemoryStream(data.ToArray(), writable: false);
        using Stream stream = type switch
        {
            CompressionType.Gzip => new GZipStream(input, CompressionMode.Decompress),
            CompressionType.Lz4 => LZ4Stream.Decode(input),
            CompressionType.Zstd => new DecompressionStream(input),
            _ => throw new InvalidDataException($"The compression type {(int)type} is unknown."),
        };
        int count;
        while ((count = stream.Read(output.GetSpan(4096))) > 0)
        {
            output.Advance(count);
            CheckSize(output.WrittenCount, limitBytes);
        }
    }

    /// <summary>Raw Snappy as librdkafka writes it, or the framing of xerial's snappy-java: a head of 16 bytes, then length and block.</summary>
    private static void DecompressSnappy(ReadOnlySpan<byte> data, ArrayBufferWriter<byte> output, int limitBytes)
    {
        if (!data.StartsWith(XerialMagic))
        {
            DecompressSnappyBlock(data, output, limitBytes);
            return;
        }

        data = data[16..];
        while (data.Length > 0)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(data);
            DecompressSnappyBlock(data.Slice(4, length), output, limitBytes);
            data = data[(4 + length)..];
        }
    }

    private static void DecompressSnappyBlock(ReadOnlySpan<byte> block, ArrayBufferWriter<byte> output, int limitBytes)
    {
        var length = Snappy.GetUncompressedLength(block);
        CheckSize(output.WrittenCount + (long)length, limitBytes);
        output.Advance(Snappy.Decompress(block, output.GetSpan(Math.Max(length, 1))));
    }

    private static void CompressSnappy(ReadOnlySpan<byte> data, MemoryStream output)
    {
        output.Write(XerialMagic);
        output.Write([0, 0, 0, 1, 0, 0, 0, 1]);
        var prefix = new byte[4];
        while (data.Length > 0)
        {
            var block = Snappy.CompressToArray(data[..Math.Min(SnappyBlockBytes, data.Length)]);
            BinaryPrimitives.WriteInt32BigEndian(prefix, block.Length);
            output.Write(prefix);
            output.Write(block);
            data = data[Math.Min(SnappyBlockBytes, data.Length)..];
        }
    }

    private static void CheckSize(long size, int limitBytes)
    {
        if (size > limitBytes)
        {
            throw new InvalidDataException($"A compressed batch grows beyond {limitBytes} bytes.");
        }
    }
}

using OrleansConnect.EmbeddedKafka.Log;
using OrleansConnect.EmbeddedKafka.Wire;

namespace OrleansConnect.EmbeddedKafka.Data;

/// <summary>What a producer's batch must satisfy before it goes into a log.</summary>
internal static class BatchCheck
{
    private const int DecompressedLimitBytes = 100 * 1024 * 1024;

    public static ErrorCode Check(ReadOnlyMemory<byte> batch, LogSettings settings, long nowMs)
    {
        if (batch.Length < BatchHeader.Size)
        {
            return ErrorCode.CorruptMessage;
        }

        var header = BatchHeader.Parse(batch.Span);
        if (header.Magic != 2)
        {
            return ErrorCode.UnsupportedForMessageFormat;
        }

        if (header.TotalSize != batch.Length)
        {
            return header.TotalSize is >= BatchHeader.Size && header.TotalSize < batch.Length ? ErrorCode.InvalidRecord : ErrorCode.CorruptMessage;
        }

        if (CheckSize(header, settings) is var tooLarge and not ErrorCode.None)
        {
            return tooLarge;
        }

        if (!BatchHeader.IsIntact(batch.Span))
        {
            return ErrorCode.CorruptMessage;
        }

        return CheckHeader(header, settings, nowMs) is var error and not ErrorCode.None ? error : CheckRecords(header, batch, settings);
    }

    private static ErrorCode CheckSize(in BatchHeader header, LogSettings settings) =>
        header.TotalSize > settings.MaxMessageBytes ? ErrorCode.MessageTooLarge
        : header.TotalSize > settings.SegmentBytes ? ErrorCode.RecordListTooLarge
        : ErrorCode.None;

    private static ErrorCode CheckHeader(in BatchHeader header, LogSettings settings, long nowMs)
    {
        var isWhole = header.RecordCount > 0 && header.LastOffsetDelta == header.RecordCount - 1 && !header.IsControl;
        var producerIsWhole = header.HasProducer ? header is { BaseSequence: >= 0, ProducerEpoch: >= 0 } : !header.IsTransactional;
        if (!isWhole || !producerIsWhole || header.Compression > CompressionType.Zstd)
        {
            return ErrorCode.InvalidRecord;
        }

        // Of a producer's clock the head tells the latest time of all records and the time of the first.
        var isNear = settings.StampsOnAppend ||
            (header.MaxTimestamp - nowMs <= settings.MaxTimestampLead.TotalMilliseconds && nowMs - header.BaseTimestamp <= settings.MaxTimestampLag.TotalMilliseconds);
        return isNear ? ErrorCode.None : ErrorCode.InvalidTimestamp;
    }

    /// <summary>Compressed records are looked at only where their keys matter: in compacted topics.</summary>
    private static ErrorCode CheckRecords(in BatchHeader header, ReadOnlyMemory<byte> batch, LogSettings settings)
    {
        if (header.Compression != CompressionType.None && !settings.IsCompacted)
        {
            return ErrorCode.None;
        }

        try
        {
            var reader = new RecordReader(Codec.Decompress(header.Compression, batch[BatchHeader.Size..], DecompressedLimitBytes));
            var count = 0;
            while (reader.Next())
            {
                if (reader.Current.OffsetDelta != count++ || (settings.IsCompacted && reader.Current.Key is null))
                {
                    return ErrorCode.InvalidRecord;
                }
            }

            return count == header.RecordCount ? ErrorCode.None : ErrorCode.InvalidRecord;
        }
        catch (Exception exception) when (exception is InvalidDataException or OverflowException)
        {
            return ErrorCode.CorruptMessage;
        }
    }
}

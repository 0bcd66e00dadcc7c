namespace OrleansConnect.EmbeddedKafka.Log;

/// <summary>Finds places in a log by offset and by time.</summary>
internal static class LogSearch
{
    /// <summary>Up to <paramref name="maxBytes"/> of log from the batch that holds the offset, within one segment and before <paramref name="endOffset"/>.</summary>
    /// <param name="segments">The log, in order.</param>
    /// <param name="offset">Where to begin.</param>
    /// <param name="endOffset">Where to end; the log's end if null.</param>
    /// <param name="maxBytes">The limit, which may cut the last batch short.</param>
    /// <param name="wholeBatch">Whether one whole batch is given though it is larger than the limit.</param>
    /// <param name="upTo">An offset at or after all that is returned.</param>
    public static FileRegion? Read(LogSegment[] segments, long offset, long? endOffset, int maxBytes, bool wholeBatch, out long upTo)
    {
        upTo = offset;
        for (var i = Containing(segments, offset); i < segments.Length; i++)
        {
            var segment = segments[i];
            var size = segment.Size;
            if (segment.Find(offset) is not var (position, header))
            {
                continue;
            }

            var end = endOffset is { } limit ? EndPosition(segment, limit, size) : size;
            var length = Math.Min(maxBytes, end - position);
            if (wholeBatch && length < header.TotalSize)
            {
                length = Math.Min(header.TotalSize, end - position);
            }

            if (length <= 0)
            {
                return null;
            }

            upTo = segment.Index.OffsetAfter(position + length, segment.NextOffset);
            return new FileRegion(segment.Handle, position, length);
        }

        return null;
    }

    /// <summary>The first record at or after the timestamp.</summary>
    public static (long Offset, long Timestamp)? FirstAtOrAfter(LogSegment[] segments, long timestamp, long fromOffset, int limitBytes)
    {
        foreach (var segment in segments)
        {
            if (segment.MaxTimestamp < timestamp || segment.NextOffset <= fromOffset)
            {
                continue;
            }

            using var scanner = segment.Scan(segment.Index.PositionBeforeTime(timestamp), segment.Size, 64 * 1024);
            while (scanner.Next())
            {
                var header = scanner.Header;
                if (header.MaxTimestamp >= timestamp && header.LastOffset >= fromOffset && !header.IsControl &&
                    FirstInBatch(header, scanner.Batch(), timestamp, fromOffset, limitBytes) is { } found)
                {
                    return found;
                }
            }
        }

        return null;
    }

    /// <summary>The record with the latest timestamp.</summary>
    public static (long Offset, long Timestamp)? Latest(LogSegment[] segments, long fromOffset, int limitBytes)
    {
        var latest = segments.Max(segment => segment.MaxTimestamp);
        return latest < 0 ? null : FirstAtOrAfter(segments, latest, fromOffset, limitBytes);
    }

    /// <summary>Index of the segment that would hold the offset.</summary>
    private static int Containing(LogSegment[] segments, long offset)
    {
        var (low, high) = (0, segments.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = segments[middle].BaseOffset <= offset ? (middle + 1, high) : (low, middle);
        }

        return Math.Max(low - 1, 0);
    }

    private static int EndPosition(LogSegment segment, long endOffset, int size) =>
        endOffset >= segment.NextOffset ? size : segment.Find(endOffset)?.Position ?? size;

    private static (long Offset, long Timestamp)? FirstInBatch(
        BatchHeader header, ReadOnlyMemory<byte> batch, long timestamp, long fromOffset, int limitBytes)
    {
        var stampedByBroker = (header.Attributes & 8) != 0;
        var records = new RecordReader(Codec.Decompress(header.Compression, batch[BatchHeader.Size..], limitBytes));
        while (records.Next())
        {
            var time = stampedByBroker ? header.MaxTimestamp : header.BaseTimestamp + records.Current.TimestampDelta;
            var offset = header.BaseOffset + records.Current.OffsetDelta;
            if (time >= timestamp && offset >= fromOffset)
            {
                return (offset, time);
            }
        }

        return null;
    }
}

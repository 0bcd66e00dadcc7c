namespace OrleansConnect.EmbeddedKafka.Log;

/// <summary>
/// Compaction: of each key the last record stays. One pass reads the part not yet cleaned into a map of keys, then writes all closed
/// segments anew without what the map supersedes. Offsets never change.
/// </summary>
internal static class LogCleaner
{
    private const int MaxKeys = 500_000;
    private const int DecompressedLimitBytes = 256 * 1024 * 1024;

    /// <summary>Cleans a log if enough of it is dirty; says whether it did.</summary>
    public static bool CleanWhenDirty(PartitionLog log, DateTimeOffset now)
    {
        var cleanedTo = LogFiles.ReadOffset(log.Directory, LogFiles.CleanedOffsetFile);
        var closed = Cleanable(log, now);
        var dirty = Array.FindAll(closed, segment => segment.NextOffset > cleanedTo);
        var dirtyBytes = dirty.Sum(segment => (long)segment.Size);
        if (dirtyBytes == 0 || dirtyBytes < log.Settings.MinCleanableRatio * closed.Sum(segment => (long)segment.Size))
        {
            return false;
        }

        var map = new KeyMap(MaxKeys);
        var end = Fill(map, log, dirty, cleanedTo);
        var rewriter = new SegmentRewriter(log, map, cleanedTo, now);
        foreach (var group in Group(Array.FindAll(closed, segment => segment.BaseOffset < end), log.Settings.SegmentBytes))
        {
            rewriter.Rewrite(group);
        }

        LogFiles.SaveOffset(log.Directory, LogFiles.CleanedOffsetFile, end);
        return true;
    }

    public static ReadOnlyMemory<byte> Records(in BatchHeader header, ReadOnlyMemory<byte> batch) =>
        Codec.Decompress(header.Compression, batch[BatchHeader.Size..], DecompressedLimitBytes);

    /// <summary>Closed segments, before the first open transaction and old enough.</summary>
    private static LogSegment[] Cleanable(PartitionLog log, DateTimeOffset now)
    {
        var stable = log.StableOffset;
        var newest = log.Settings.MinCompactionLag > TimeSpan.Zero ? (now - log.Settings.MinCompactionLag).ToUnixTimeMilliseconds() : long.MaxValue;
        return [.. log.Segments.SkipLast(1).TakeWhile(segment => segment.NextOffset <= stable && segment.MaxTimestamp <= newest)];
    }

    /// <summary>Maps keys until the segments end or the map is full; returns the offset up to which it knows all.</summary>
    private static long Fill(KeyMap map, PartitionLog log, LogSegment[] dirty, long from)
    {
        foreach (var segment in dirty)
        {
            using var scanner = segment.ScanWhole();
            while (scanner.Next())
            {
                var header = scanner.Header;
                if (header.LastOffset < from || header.IsControl || log.IsAborted(header))
                {
                    continue;
                }

                if (!map.HasRoomFor(header.RecordCount))
                {
                    return header.BaseOffset;
                }

                var records = new RecordReader(Records(header, scanner.Batch()));
                while (records.Next())
                {
                    if (records.Current.Key is { } key)
                    {
                        map.Add(key.Span, header.BaseOffset + records.Current.OffsetDelta);
                    }
                }
            }
        }

        return dirty[^1].NextOffset;
    }

    /// <summary>Runs of segments that fit into one, so that cleaned segments do not dwindle into many small files.</summary>
    private static IEnumerable<LogSegment[]> Group(LogSegment[] segments, int segmentBytes)
    {
        var (start, size) = (0, 0L);
        for (var i = 0; i < segments.Length; i++)
        {
            var isTooMuch = size + segments[i].Size > segmentBytes || segments[i].NextOffset - segments[start].BaseOffset > int.MaxValue;
            if (i > start && isTooMuch)
            {
                yield return segments[start..i];
                (start, size) = (i, 0);
            }

            size += segments[i].Size;
        }

        if (start < segments.Length)
        {
            yield return segments[start..];
        }
    }
}

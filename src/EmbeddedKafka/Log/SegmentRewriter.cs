namespace OrleansConnect.EmbeddedKafka.Log;

/// <summary>Writes segments anew without superseded records, old tombstones, aborted transactions and markers of transactions that left nothing.</summary>
internal sealed class SegmentRewriter(PartitionLog log, KeyMap map, long cleanedTo, DateTimeOffset now)
{
    /// <summary>Producers with records kept since their last marker.</summary>
    private readonly HashSet<long> _withRecords = [];
    private readonly List<long> _droppedMarkers = [];

    public void Rewrite(LogSegment[] segments)
    {
        var path = segments[0].LogPath;
        var modified = segments.Max(segment => File.GetLastWriteTimeUtc(segment.LogPath));
        using (var output = new FileStream(path + ".new", FileMode.Create, FileAccess.Write))
        {
            foreach (var segment in segments)
            {
                Copy(segment, output);
            }

            output.Flush(flushToDisk: true);
        }

        // The time says when the segment's records came, for tombstones; rewriting must not make them young again.
        File.SetLastWriteTimeUtc(path + ".new", modified);
        File.Move(path + ".new", path, overwrite: true);
        var cleaned = LogSegment.OpenCleaned(log.Directory, segments[0].BaseOffset, segments[^1].NextOffset);
        log.Replace(segments, [cleaned]);
        log.ForgetAborted(_droppedMarkers);
        _droppedMarkers.Clear();
    }

    private void Copy(LogSegment segment, FileStream output)
    {
        var isOld = File.GetLastWriteTimeUtc(segment.LogPath) < (now - Shorter(log.Settings.DeleteRetention)).UtcDateTime;
        using var scanner = segment.ScanWhole();
        while (scanner.Next())
        {
            // What was cleaned before has been seen without its predecessors for as long as the segment is old.
            var mayForget = isOld && scanner.Header.LastOffset < cleanedTo;
            var kept = scanner.Header.IsControl ? Marker(scanner, mayForget) : Data(scanner, mayForget);
            output.Write(kept.Span);
        }
    }

    private ReadOnlyMemory<byte> Marker(BatchScanner scanner, bool mayForget)
    {
        if (_withRecords.Remove(scanner.Header.ProducerId) || !mayForget)
        {
            return scanner.Batch();
        }

        _droppedMarkers.Add(scanner.Header.LastOffset);
        return default;
    }

    private ReadOnlyMemory<byte> Data(BatchScanner scanner, bool mayForget)
    {
        var header = scanner.Header;
        if (log.IsAborted(header))
        {
            return default;
        }

        var batch = scanner.Batch();
        var records = new RecordReader(LogCleaner.Records(header, batch));
        var rest = new BatchBuilder();
        while (records.Next())
        {
            if (IsKept(records.Current, header.BaseOffset, mayForget))
            {
                rest.Add(records.Current);
            }
        }

        if (rest.Count > 0 && header.IsTransactional)
        {
            _withRecords.Add(header.ProducerId);
        }

        return rest.Count == header.RecordCount ? batch : rest.Count == 0 ? default(ReadOnlyMemory<byte>) : rest.Build(header);
    }

    private bool IsKept(in Record record, long baseOffset, bool mayForget) =>
        record.Key is { } key && !map.Supersedes(key.Span, baseOffset + record.OffsetDelta) && !(mayForget && record.Value is null);

    private static TimeSpan Shorter(TimeSpan time) => time < TimeSpan.FromDays(3650) ? time : TimeSpan.FromDays(3650);
}

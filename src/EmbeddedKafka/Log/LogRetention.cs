namespace OrleansConnect.EmbeddedKafka.Log;

/// <summary>Drops whole segments whose records are too old, or too many.</summary>
internal static class LogRetention
{
    public static void Apply(PartitionLog log, DateTimeOffset now)
    {
        if (log.Settings.RetentionAge is { } age && now - DateTimeOffset.UnixEpoch > age)
        {
            DropOlderThan(log, (now - age).ToUnixTimeMilliseconds());
        }

        if (log.Settings.RetentionBytes is { } limit)
        {
            DropBeyond(log, limit);
        }
    }

    private static void DropOlderThan(PartitionLog log, long oldest)
    {
        var active = log.Segments[^1];
        if (active.Size > 0 && active.MaxTimestamp < oldest)
        {
            log.Roll();
        }

        var expired = log.Segments.SkipLast(1).TakeWhile(segment => segment.MaxTimestamp < oldest).LastOrDefault();
        if (expired is not null)
        {
            log.DeleteBefore(expired.NextOffset);
        }
    }

    private static void DropBeyond(PartitionLog log, long limit)
    {
        var excess = log.SizeBytes - limit;
        var start = log.StartOffset;
        foreach (var segment in log.Segments.SkipLast(1))
        {
            excess -= segment.Size;
            if (excess < 0)
            {
                break;
            }

            start = segment.NextOffset;
        }

        log.DeleteBefore(start);
    }
}

using System.Globalization;
using Microsoft.Extensions.Logging;
using OrleansConnect.EmbeddedKafka.Wire;

namespace OrleansConnect.EmbeddedKafka.Log;

/// <summary>Opens a partition's folder: finds its segments, repairs the end after a crash, and rebuilds what is known of producers.</summary>
internal static partial class LogFiles
{
    public const string StartOffsetFile = "log-start-offset";
    public const string CleanedOffsetFile = "log-cleaned-offset";
    private const int SnapshotsKept = 2;
    private const short SnapshotVersion = 0;

    public static PartitionLog Open(string directory, LogSettings settings, TimeSpan producerExpiration, TimeProvider time, ILogger logger)
    {
        Directory.CreateDirectory(directory);
        foreach (var leftover in Directory.EnumerateFiles(directory, "*.new"))
        {
            File.Delete(leftover);
        }

        var producers = new ProducerStates(producerExpiration);
        var snapshot = LoadSnapshot(directory);
        if (snapshot is not null)
        {
            producers.Restore(snapshot);
        }

        var segments = OpenSegments(directory, producers, snapshot?.NextOffset ?? 0, logger);
        return new PartitionLog(directory, settings, producers, segments, ReadOffset(directory, StartOffsetFile), time);
    }

    public static void SaveSnapshot(string directory, ProducerSnapshot snapshot)
    {
        using var writer = new WireWriter();
        snapshot.Write(writer, SnapshotVersion);
        writer.Int32(unchecked((int)Crc32C.Compute(writer.Written.Span)));
        var path = Path.Combine(directory, snapshot.NextOffset.ToString("D20", CultureInfo.InvariantCulture) + ".snapshot");
        File.WriteAllBytes(path + ".new", writer.Written.ToArray());
        File.Move(path + ".new", path, overwrite: true);
        foreach (var old in Directory.GetFiles(directory, "*.snapshot").Order(StringComparer.Ordinal).SkipLast(SnapshotsKept))
        {
            File.Delete(old);
        }
    }

    private static LogSegment[] OpenSegments(string directory, ProducerStates producers, long replayFrom, ILogger logger)
    {
        var names = Directory.GetFiles(directory, "*.log").Order(StringComparer.Ordinal).ToList();
        var segments = new List<LogSegment>();
        foreach (var name in names)
        {
            var segment = new LogSegment(directory, long.Parse(Path.GetFileNameWithoutExtension(name), CultureInfo.InvariantCulture));
            if (segments.Count > 0 && segment.BaseOffset < segments[^1].NextOffset)
            {
                // Compaction had merged this segment into the one before, and a crash kept it from deleting this file.
                segment.Delete();
                continue;
            }

            OpenSegment(segment, producers, replayFrom, logger);
            segments.Add(segment);
        }

        if (segments.Count == 0)
        {
            segments.Add(new LogSegment(directory, 0));
        }

        CloseAllButLast(segments);
        return [.. segments];
    }

    private static void OpenSegment(LogSegment segment, ProducerStates producers, long replayFrom, ILogger logger)
    {
        void Replay(BatchHeader header, ReadOnlyMemory<byte> controlBatch)
        {
            if (header.BaseOffset >= replayFrom)
            {
                producers.Replay(header, controlBatch);
            }
        }

        if (!segment.TryOpenSealed())
        {
            var cut = segment.Recover(checkCrc: true, Replay);
            if (cut > 0)
            {
                LogCut(logger, segment.LogPath, segment.NextOffset, cut);
            }
        }
        else if (segment.NextOffset > replayFrom)
        {
            using var scanner = segment.ScanWhole();
            while (scanner.Next())
            {
                Replay(scanner.Header, scanner.Header.IsControl ? scanner.Batch() : default);
            }
        }
    }

    private static void CloseAllButLast(List<LogSegment> segments)
    {
        foreach (var segment in segments.SkipLast(1))
        {
            segment.Seal();
        }

        segments[^1].Reopen();
    }

    /// <summary>The newest snapshot that is whole. One that is ahead of the log was taken of records a crash has lost.</summary>
    private static ProducerSnapshot? LoadSnapshot(string directory)
    {
        foreach (var path in Directory.GetFiles(directory, "*.snapshot").OrderDescending(StringComparer.Ordinal))
        {
            var bytes = File.ReadAllBytes(path);
            if (bytes.Length < 4)
            {
                continue;
            }

            var body = bytes.AsMemory(0, bytes.Length - 4);
            var trailer = new WireReader(bytes.AsMemory(bytes.Length - 4), long.MaxValue);
            if (unchecked((uint)trailer.Int32()) == Crc32C.Compute(body.Span))
            {
                var reader = new WireReader(body, long.MaxValue);
                return ProducerSnapshot.Read(ref reader, SnapshotVersion);
            }
        }

        return null;
    }

    public static void SaveOffset(string directory, string file, long offset)
    {
        var path = Path.Combine(directory, file);
        File.WriteAllText(path + ".new", offset.ToString(CultureInfo.InvariantCulture));
        File.Move(path + ".new", path, overwrite: true);
    }

    public static void Delete(string directory) => Directory.Delete(directory, recursive: true);

    /// <summary>0 if there is no such file.</summary>
    public static long ReadOffset(string directory, string file)
    {
        var path = Path.Combine(directory, file);
        return File.Exists(path) && long.TryParse(File.ReadAllText(path), CultureInfo.InvariantCulture, out var offset) ? offset : 0;
    }

    [LoggerMessage(LogLevel.Warning, "{File} ended in {Count} bytes that are no whole batch; they were cut off and the log goes on at offset {Offset}.")]
    private static partial void LogCut(ILogger logger, string file, long offset, long count);
}

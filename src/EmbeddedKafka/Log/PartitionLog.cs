using OrleansConnect.EmbeddedKafka.Wire;

namespace OrleansConnect.EmbeddedKafka.Log;

/// <summary>
/// One partition's log: segments in a folder, appended to under a lock and read without one. Acknowledged means written to the
/// file, as with Apache Kafka; the flush settings give more.
/// </summary>
internal sealed class PartitionLog : IDisposable
{
    private const int DecompressedLimitBytes = 64 * 1024 * 1024;

    private readonly Lock _gate = new();
    private readonly string _directory;
    private readonly TimeProvider _time;
    private readonly ProducerStates _producers;
    private LogSegment[] _segments;
    private long _startOffset;
    private long _endOffset;
    private long _unflushed;
    private long _flushedAt;
    private volatile bool _isClosed;

    public PartitionLog(string directory, LogSettings settings, ProducerStates producers, LogSegment[] segments, long startOffset, TimeProvider time)
    {
        _directory = directory;
        _producers = producers;
        _segments = segments;
        _time = time;
        _endOffset = segments[^1].NextOffset;
        _startOffset = Math.Min(startOffset, _endOffset);
        Settings = settings;
    }

    public LogSettings Settings { get; set; }

    public string Directory => _directory;

    public AppendSignal Grown { get; } = new();

    public long StartOffset => Volatile.Read(ref _startOffset);

    public long EndOffset => Volatile.Read(ref _endOffset);

    /// <summary>Where the first open transaction begins; the end when there is none.</summary>
    public long StableOffset
    {
        get
        {
            lock (_gate)
            {
                return _producers.FirstOpenOffset ?? _endOffset;
            }
        }
    }

    public LogSegment[] Segments => Volatile.Read(ref _segments);

    public long SizeBytes => Segments.Sum(segment => (long)segment.Size);

    /// <summary>Appends a batch that was checked; its place is written into the given bytes.</summary>
    /// <param name="batch">The batch as received.</param>
    /// <param name="begin">What forbids the producer to begin a transaction here; asked when the batch would.</param>
    /// <exception cref="IOException">The disk did not take it; the log is as before.</exception>
    /// <exception cref="ObjectDisposedException">The log is closed or deleted.</exception>
    public AppendResult Append(Memory<byte> batch, Func<BatchHeader, ErrorCode>? begin = null)
    {
        AppendResult result;
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isClosed, this);
            var header = BatchHeader.Parse(batch.Span);
            if (Refuse(header, begin) is { } refused)
            {
                return refused;
            }

            result = Write(batch, header);
        }

        Grown.Set();
        return result;
    }

    /// <summary>Ends a producer's transaction in this partition.</summary>
    /// <exception cref="IOException">The disk did not take it; the log is as before.</exception>
    /// <exception cref="ObjectDisposedException">The log is closed or deleted.</exception>
    public void AppendMarker(TransactionMarker marker, long producerId, short producerEpoch)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isClosed, this);
            var batch = marker.Build(producerId, producerEpoch, _time.GetUtcNow().ToUnixTimeMilliseconds());
            Write(batch, BatchHeader.Parse(batch), marker);
        }

        Grown.Set();
    }

    /// <summary>A region to send to a reader, with the transactions it must skip when it reads committed data only.</summary>
    /// <exception cref="ObjectDisposedException">The log is closed or deleted.</exception>
    public FileRegion? Read(long offset, bool committedOnly, int maxBytes, bool wholeBatch, out List<AbortedTransaction>? aborted)
    {
        var end = committedOnly ? StableOffset : (long?)null;
        var (region, upTo) = Look(segments => (LogSearch.Read(segments, offset, end, maxBytes, wholeBatch, out var upTo), upTo));
        aborted = null;
        if (committedOnly && region is not null)
        {
            lock (_gate)
            {
                aborted = _producers.AbortedBetween(offset, upTo);
            }
        }

        return region;
    }

    /// <exception cref="ObjectDisposedException">The log is closed or deleted.</exception>
    public (long Offset, long Timestamp)? FirstAtOrAfter(long timestamp) =>
        Look(segments => LogSearch.FirstAtOrAfter(segments, timestamp, StartOffset, DecompressedLimitBytes));

    /// <exception cref="ObjectDisposedException">The log is closed or deleted.</exception>
    public (long Offset, long Timestamp)? Latest() => Look(segments => LogSearch.Latest(segments, StartOffset, DecompressedLimitBytes));

    /// <summary>Whether a batch belongs to a transaction that was aborted.</summary>
    public bool IsAborted(in BatchHeader header)
    {
        lock (_gate)
        {
            return header.IsTransactional && _producers.IsAborted(header);
        }
    }

    /// <summary>Compaction dropped the markers at these offsets, and before them the records they speak of.</summary>
    public void ForgetAborted(IReadOnlyCollection<long> markers)
    {
        lock (_gate)
        {
            _producers.ForgetAborted(markers);
        }
    }

    public IReadOnlyList<ProducerSnapshot.ProducerEntry> Producers()
    {
        lock (_gate)
        {
            return _producers.ToSnapshot(_endOffset).Producers;
        }
    }

    /// <summary>Moves the log's start forward and drops segments that lie wholly before it.</summary>
    public void DeleteBefore(long offset)
    {
        lock (_gate)
        {
            if (_isClosed || offset <= _startOffset)
            {
                return;
            }

            LogFiles.SaveOffset(_directory, LogFiles.StartOffsetFile, offset);
            Volatile.Write(ref _startOffset, offset);
            var kept = Array.FindIndex(_segments, segment => segment.NextOffset > offset || segment == _segments[^1]);
            Replace(_segments[..kept], []);
        }
    }

    /// <summary>Puts other segments in the place of a run of them, and deletes those whose files are not reused.</summary>
    public void Replace(LogSegment[] old, LogSegment[] replacements)
    {
        lock (_gate)
        {
            if (old.Length == 0 || Array.IndexOf(_segments, old[0]) is var at && at < 0)
            {
                return;
            }

            Volatile.Write(ref _segments, [.. _segments[..at], .. replacements, .. _segments[(at + old.Length)..]]);
            foreach (var segment in old)
            {
                if (replacements.Any(replacement => replacement.LogPath == segment.LogPath))
                {
                    segment.Dispose();
                }
                else
                {
                    segment.Delete();
                }
            }
        }
    }

    /// <summary>Closes the active segment, so that retention and compaction may take it.</summary>
    public void Roll()
    {
        lock (_gate)
        {
            if (!_isClosed && _segments[^1].Size > 0)
            {
                RollSegment();
            }
        }
    }

    public void Flush()
    {
        if (Interlocked.Exchange(ref _unflushed, 0) > 0)
        {
            Segments[^1].Flush();
        }
    }

    /// <summary>Flushes when the flush interval has passed since the last time.</summary>
    public void FlushWhenDue()
    {
        if (Settings.FlushInterval is { } interval && _time.GetElapsedTime(_flushedAt) >= interval)
        {
            _flushedAt = _time.GetTimestamp();
            Flush();
        }
    }

    public void ExpireProducers()
    {
        lock (_gate)
        {
            _producers.Expire(_time.GetUtcNow().ToUnixTimeMilliseconds(), _startOffset);
        }
    }

    /// <summary>Saves what makes the next start quick, and closes the files.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_isClosed)
            {
                return;
            }

            _isClosed = true;
            try
            {
                // The records first: a snapshot must not know of records that a failing machine loses.
                Flush();
                LogFiles.SaveSnapshot(_directory, _producers.ToSnapshot(_endOffset));
                _segments[^1].Seal();
            }
            catch (IOException)
            {
                // A full disk costs the next start its shortcut; it reads the log instead.
            }

            foreach (var segment in _segments)
            {
                segment.Dispose();
            }
        }
    }

    /// <summary>Closes and deletes everything.</summary>
    public void Delete()
    {
        lock (_gate)
        {
            _isClosed = true;
            foreach (var segment in _segments)
            {
                segment.Dispose();
            }

            LogFiles.Delete(_directory);
        }
    }

    /// <summary>Searches the segments; where retention or compaction replaced one between finding and opening it, looks again.</summary>
    private T Look<T>(Func<LogSegment[], T> search)
    {
        while (true)
        {
            try
            {
                return search(Segments);
            }
            catch (ObjectDisposedException) when (!_isClosed)
            {
                // The next look finds what took the segment's place.
            }
        }
    }

    private AppendResult? Refuse(in BatchHeader header, Func<BatchHeader, ErrorCode>? begin)
    {
        if (!header.HasProducer)
        {
            return null;
        }

        AppendedBatch? duplicate = null;
        var error = header.BaseSequence < 0 ? ErrorCode.None : _producers.Check(header, out duplicate);
        if (error != ErrorCode.None)
        {
            return AppendResult.Failed(error);
        }

        if (duplicate is not null)
        {
            return new AppendResult(ErrorCode.None, duplicate.BaseOffset, Settings.StampsOnAppend ? duplicate.TimestampMs : BatchHeader.NoTimestamp);
        }

        var begins = header.IsTransactional && !_producers.HasOpenTransaction(header.ProducerId);
        return begins && begin?.Invoke(header) is { } forbidden and not ErrorCode.None ? AppendResult.Failed(forbidden) : null;
    }

    private AppendResult Write(Memory<byte> batch, BatchHeader header, TransactionMarker? marker = null)
    {
        var appendTime = BatchHeader.NoTimestamp;
        var stamp = (long)appendTime;
        header = header with { BaseOffset = _endOffset };
        if (Settings.StampsOnAppend && !header.IsControl)
        {
            stamp = _time.GetUtcNow().ToUnixTimeMilliseconds();
            header = header with { MaxTimestamp = stamp, Attributes = (short)(header.Attributes | 8) };
            header.Write(batch.Span);
        }
        else
        {
            BatchHeader.Place(batch.Span, _endOffset);
        }

        RollWhenDue(header);
        _segments[^1].Append(batch.Span, header);
        if (marker is { } end)
        {
            _producers.Complete(header, end);
        }
        else
        {
            _producers.Append(header);
        }

        Volatile.Write(ref _endOffset, header.LastOffset + 1);
        if (Interlocked.Add(ref _unflushed, header.RecordCount) >= Settings.FlushMessages)
        {
            Flush();
        }

        return new AppendResult(ErrorCode.None, header.BaseOffset, stamp);
    }

    private void RollWhenDue(in BatchHeader header)
    {
        var active = _segments[^1];
        if (active.Size == 0)
        {
            return;
        }

        var isFull = (long)active.Size + header.TotalSize > Settings.SegmentBytes;
        var isOld = header.MaxTimestamp - active.FirstTimestamp > Settings.SegmentAge.TotalMilliseconds;
        if (isFull || isOld || header.LastOffset - active.BaseOffset > int.MaxValue)
        {
            RollSegment();
        }
    }

    private void RollSegment()
    {
        var next = new LogSegment(_directory, _endOffset);
        var active = _segments[^1];
        active.Flush();
        active.Seal();
        LogFiles.SaveSnapshot(_directory, _producers.ToSnapshot(_endOffset));
        Volatile.Write(ref _segments, [.. _segments, next]);
    }
}

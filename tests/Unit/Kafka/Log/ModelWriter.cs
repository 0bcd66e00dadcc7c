using Microsoft.Extensions.Time.Testing;
using OrleansConnect.Kafka.Log;

namespace OrleansConnect.Tests.Unit.Kafka.Log;

/// <summary>
/// One process: a view that lags behind the log, appends that are under way, a read that waits for the end, and a life that may end at any
/// time. What it takes for accepted, and what it reads, must be so in truth.
/// </summary>
internal sealed class ModelWriter(ModelLog log, ForgettingRule rule, FakeTimeProvider time)
{
    private static ulong s_processes;
    private readonly List<Append> _underWay = [];
    private readonly HashSet<EntryKey> _undecided = [];
    private VersionedView _view = new(rule, time);
    private ulong _process = Interlocked.Increment(ref s_processes);
    private ulong _sequence;
    private long _next;
    private long? _readTo;

    public void Propose(string key, bool isDeletion)
    {
        ReadWhatIsTooOld();
        if (_view.IsBeingForgotten(key))
        {
            return;
        }

        _view.TryFind(key, out var current);
        var entryKey = new EntryKey(key, _view.VersionOf(current) + 1, new Proposer(_process, ++_sequence));
        var bytes = isDeletion ? Envelope.Deletion() : Envelope.Wrap([(byte)_sequence]);
        _undecided.Add(entryKey);
        _underWay.Add(new Append(entryKey, bytes, ModelLog.Live(_view, key), time.GetUtcNow(), LatenessMax(current)));
    }

    /// <summary>One of the appends under way arrives, in any order and late, or is lost.</summary>
    public void Deliver(int which, bool isLost)
    {
        if (_underWay.Count == 0)
        {
            return;
        }

        var append = _underWay[which % _underWay.Count];
        _underWay.Remove(append);
        var isInTime = time.GetUtcNow() - append.Since < append.LatenessMax;
        if (!isLost && isInTime)
        {
            log.Append(append.Key, append.Bytes, append.BuiltOn);
        }
    }

    /// <summary>Asks where the log ends, and is answered as soon as the view has got there.</summary>
    public void BeginRead() => _readTo = log.End;

    public void Read(int count, bool tidies)
    {
        foreach (var record in log.Records.SkipWhile(record => record.Offset < _next).Take(count).ToList())
        {
            if (record.Offset > _next)
            {
                // As the proposals and the reads of the log do when compaction has overtaken them.
                _undecided.Clear();
                _readTo = _readTo is null ? null : log.End;
            }

            _next = record.Offset + 1;
            Apply(record, tidies);
            EndRead();
        }
    }

    public void Sweep()
    {
        ReadWhatIsTooOld();
        _view.FindRemovable(time.GetUtcNow(), rule.WriteTimeout, int.MaxValue).ForEach(Remove);
        _view.Forget();
    }

    /// <summary>Another process takes its place; what was under way still is.</summary>
    public void Crash()
    {
        _view = new VersionedView(rule, time);
        _process = Interlocked.Increment(ref s_processes);
        _undecided.Clear();
        _next = 0;
        _readTo = null;
    }

    private void Apply(ModelLog.Record record, bool tidies)
    {
        var verdict = record.ApplyTo(_view);
        if (record.Bytes is null || record.Key.Proposer.Process != _process)
        {
            return;
        }

        if (_undecided.Remove(record.Key) && verdict.Accepted != log.WasAccepted(record.Key))
        {
            throw new InvalidOperationException($"{record.Key} was {(verdict.Accepted ? "accepted" : "rejected")} to its writer, but not in truth.");
        }

        if (tidies && verdict.Leftover is { } leftover)
        {
            Remove(leftover);
        }
    }

    private void EndRead()
    {
        if (_readTo is { } end && _next >= end)
        {
            _readTo = null;
            log.CheckReader(_view, _next);
        }
    }

    // What a proposal builds on is remembered the longer the better: only one that builds on the memory of a deletion must not be late.
    private TimeSpan LatenessMax(ViewEntry? current) => current is { IsInLog: false } ? rule.WriteTimeout : rule.LagMax;

    private void Remove(EntryKey entryKey) => _underWay.Add(new Append(entryKey, null, null, time.GetUtcNow(), rule.TombstoneLatenessMax));

    private void ReadWhatIsTooOld()
    {
        var oldest = time.GetUtcNow() - rule.LagMax;
        if (log.Records.Any(record => record.Offset >= _next && record.Timestamp < oldest))
        {
            Read(int.MaxValue, tidies: true);
        }
    }

    private sealed record Append(EntryKey Key, byte[]? Bytes, string? BuiltOn, DateTimeOffset Since, TimeSpan LatenessMax);
}

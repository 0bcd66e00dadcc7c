using Microsoft.Extensions.Time.Testing;
using OrleansConnect.Kafka.Log;

namespace OrleansConnect.Tests.Unit.Kafka.Log;

/// <summary>One process: a view that lags behind the log, appends that are under way, and a life that may end at any time.</summary>
internal sealed class ModelWriter(ModelLog log, ForgettingRule rule, FakeTimeProvider time)
{
    private static ulong s_processes;
    private readonly List<Append> _underWay = [];
    private readonly Dictionary<EntryKey, bool> _outcomes = [];
    private VersionedView _view = new(rule, time);
    private ulong _process = Interlocked.Increment(ref s_processes);
    private ulong _sequence;
    private long _next;

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
        _underWay.Add(new Append(entryKey, bytes, ModelLog.Live(_view, key), time.GetUtcNow()));
    }

    /// <summary>One of the appends under way arrives, in any order, or is lost; it is lost too when it would arrive later than a write may take.</summary>
    public void Deliver(int which, bool isLost)
    {
        if (_underWay.Count == 0)
        {
            return;
        }

        var append = _underWay[which % _underWay.Count];
        _underWay.Remove(append);
        var isInTime = append.Bytes is null || time.GetUtcNow() - append.Since < rule.WriteTimeout;
        if (!isLost && isInTime)
        {
            log.Append(append.Key, append.Bytes, append.BuiltOn);
        }
    }

    public void Read(int count, bool tidies)
    {
        foreach (var record in log.Records.SkipWhile(record => record.Offset < _next).Take(count))
        {
            _next = record.Offset + 1;
            var verdict = record.ApplyTo(_view);
            if (record.Bytes is null || record.Key.Proposer.Process != _process)
            {
                continue;
            }

            _outcomes.Add(record.Key, verdict.Accepted);
            if (tidies && verdict.Leftover is { } leftover)
            {
                Remove(leftover);
            }
        }
    }

    public void Sweep()
    {
        _view.FindRemovable(rule.WriteTimeout, int.MaxValue).ForEach(Remove);
        _view.Forget();
    }

    /// <summary>Another process takes its place; what was under way still is.</summary>
    public void Crash()
    {
        _view = new VersionedView(rule, time);
        _process = Interlocked.Increment(ref s_processes);
        _next = 0;
    }

    private void Remove(EntryKey entryKey) => _underWay.Add(new Append(entryKey, null, null, time.GetUtcNow()));

    private void ReadWhatIsTooOld()
    {
        var oldest = time.GetUtcNow() - rule.LagMax;
        if (log.Records.Any(record => record.Offset >= _next && record.Timestamp < oldest))
        {
            Read(int.MaxValue, tidies: true);
        }
    }

    private sealed record Append(EntryKey Key, byte[]? Bytes, string? BuiltOn, DateTimeOffset Since);
}

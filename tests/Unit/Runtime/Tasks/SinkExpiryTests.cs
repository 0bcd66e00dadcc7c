using Microsoft.Extensions.Time.Testing;
using OrleansConnect.Grains;
using OrleansConnect.Kafka;
using OrleansConnect.Runtime.Placement;
using TopicPartition = OrleansConnect.Abstractions.Data.TopicPartition;

namespace OrleansConnect.Tests.Unit.Runtime.Tasks;

/// <summary>What a sink's group has to know although nothing was read, or nothing has moved: each of its offsets expires some time after its own last commit.</summary>
public sealed class SinkExpiryTests : IAsyncDisposable
{
    private static readonly TopicPartition First = new("t", 0);
    private static readonly TopicPartition Second = new("t", 1);

    private readonly FakeSinkInput.Group _group = new();
    private readonly ScriptedSinkTask _sink = new();
    private readonly FakeTimeProvider _time = new();
    private readonly SinkRig<ScriptedSinkTask> _rig;

    public SinkExpiryTests()
    {
        _rig = new(_sink, _group) { Time = _time };
        _rig.Input.OnCommit = (offsets, _) =>
        {
            _sink.Note($"commit {ScriptedSinkTask.Text(offsets)}");
            return Task.CompletedTask;
        };
    }

    [Fact]
    public async Task A_partition_that_nothing_was_read_of_is_committed_where_reading_begins()
    {
        _rig.Input.Reset = TopicPartitionOffset.End;
        await _rig.AssignAsync(1, First, Second);
        await Eventually.TrueAsync(() => _sink.EmptyPuts > 0, "the ends");

        CommitNow();

        await Eventually.TrueAsync(() => _sink.CountOf("commit 0:100 1:100") == 1, "the commit");
        Assert.Equal(1, _sink.CountOf("pre-commit 0:100 1:100"));
    }

    [Fact]
    public async Task An_offset_that_the_group_has_is_committed_once_more_since_nobody_knows_how_old_it_is()
    {
        _group.Offsets[First] = 100;
        await _rig.AssignAsync(1, First);

        CommitNow();

        await Eventually.TrueAsync(() => _sink.CountOf("commit 0:100") == 1, "the commit");
    }

    [Fact]
    public async Task What_has_not_moved_is_committed_again_after_a_day()
    {
        await _rig.AssignAsync(1, First, Second);
        await Eventually.TrueAsync(() => _sink.TakenOf(First).Count + _sink.TakenOf(Second).Count == 200, "the records");
        CommitNow();
        await Eventually.TrueAsync(() => _sink.CountOf("commit 0:100 1:100") == 1, "the commit");

        CommitNow(TimeSpan.FromHours(12));
        await Eventually.TrueAsync(() => _sink.CountOf("pre-commit") == 2, "a flush");
        await Eventually.TrueAsync(() => _rig.Host.Progress.WaitsFor == "records", "its end");
        Assert.Equal(1, _sink.CountOf("commit"));
        CommitNow(TimeSpan.FromHours(13));

        await Eventually.TrueAsync(() => _sink.CountOf("commit 0:100 1:100") == 2, "the second commit");
    }

    [Fact]
    public async Task A_task_may_hold_back_where_reading_begins()
    {
        _rig.Input.Reset = TopicPartitionOffset.End;
        _sink.OnPreCommit = offsets => offsets.Where(offset => offset.Key == First).ToDictionary();
        await _rig.AssignAsync(1, First, Second);
        await Eventually.TrueAsync(() => _sink.EmptyPuts > 0, "the ends");

        CommitNow();

        await Eventually.TrueAsync(() => _sink.CountOf("commit 0:100") == 1, "the commit");
        Assert.Equal([First], _group.Offsets.Keys);
    }

    [Fact]
    public async Task Whoever_lost_its_lease_while_it_flushed_commits_nothing_until_it_has_it_back_and_flushed_again()
    {
        var lease = _rig.Lease = WorkerLease.For(TimeSpan.FromMinutes(5));
        var frozen = TimeSpan.FromHours(1).Ticks * -1;
        _sink.OnPreCommit = offsets =>
        {
            if (_sink.CountOf("pre-commit") == 1)
            {
                lease.Renew(System.Diagnostics.Stopwatch.GetTimestamp() + (frozen / TimeSpan.TicksPerSecond * System.Diagnostics.Stopwatch.Frequency));
            }

            return offsets;
        };
        await _rig.AssignAsync(1, First);
        await Eventually.TrueAsync(() => _sink.TakenOf(First).Count == 100, "the records");

        CommitNow();
        await Eventually.TrueAsync(() => _sink.CountOf("pre-commit") == 1 && !lease.IsHeld && _rig.Host.Progress.WaitsFor == "records", "the flush");
        Assert.Equal(0, _sink.CountOf("commit"));
        lease.Renew(System.Diagnostics.Stopwatch.GetTimestamp());
        _rig.Wake();

        await Eventually.TrueAsync(() => _sink.CountOf("commit 0:100") == 1, "the commit");
        Assert.Equal((2, InstanceState.Running), (_sink.CountOf("pre-commit"), _rig.States.Last));
    }

    public async ValueTask DisposeAsync()
    {
        await _rig.DisposeAsync();
        await _sink.DisposeAsync();
    }

    private void CommitNow(TimeSpan? later = null)
    {
        _time.Advance(later ?? _rig.FlushInterval);
        _rig.Wake();
    }
}

using Microsoft.Extensions.Time.Testing;
using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Grains;
using OrleansConnect.Kafka;
using TopicPartition = OrleansConnect.Abstractions.Data.TopicPartition;

namespace OrleansConnect.Tests.Unit.Runtime.Tasks;

/// <summary>How many records a sink task says are still to come.</summary>
public sealed class SinkLagTests : IAsyncDisposable
{
    private static readonly TopicPartition Partition = new("t", 0);

    private readonly FakeSinkInput.Group _group = new();
    private readonly ScriptedSinkTask _sink = new();
    private readonly FakeTimeProvider _time = new();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task Is_nothing_when_all_was_put_whatever_markers_come_behind(int markers)
    {
        await using var rig = new SinkRig<ScriptedSinkTask>(_sink, _group) { Input = { Markers = markers } };

        await rig.AssignAsync(1, Partition);

        await Eventually.TrueAsync(() => _group.Offsets.GetValueOrDefault(Partition) == 100, "the commit");
        await Eventually.TrueAsync(() => rig.Host.Progress is { Lag: 0, LagTime: { } time } && time == TimeSpan.Zero, "no lag");
        Assert.Equal(100, _group.Offsets[Partition]);
    }

    [Fact]
    public async Task Is_nothing_when_the_group_has_an_offset_at_the_end_before_markers()
    {
        _group.Offsets[Partition] = 100;
        await using var rig = new SinkRig<ScriptedSinkTask>(_sink, _group) { Input = { Markers = 3 } };

        await rig.AssignAsync(1, Partition);

        await Eventually.TrueAsync(() => rig.Host.Progress.Lag == 0, "no lag");
    }

    [Fact]
    public async Task Does_not_count_what_is_not_to_be_read()
    {
        await using var rig = new SinkRig<ScriptedSinkTask>(_sink, _group) { Input = { Reset = TopicPartitionOffset.End } };

        await rig.AssignAsync(1, Partition);

        await Eventually.TrueAsync(() => rig.Host.Progress.Lag is not null, "a figure");
        Assert.Equal(0, rig.Host.Progress.Lag);
        Assert.Empty(_sink.TakenOf(Partition));
    }

    [Fact]
    public async Task Is_what_cannot_be_put()
    {
        _sink.OnPut = (_, records) => records.Count > 0 && records[0].OriginalOffset == 10 ? throw new RetriableException("not now") : Task.CompletedTask;
        await using var rig = new SinkRig<ScriptedSinkTask>(_sink, _group) { Input = { Markers = 1 } };

        await rig.AssignAsync(1, Partition);

        await Eventually.TrueAsync(() => rig.Host.Progress.Lag == 91, "the lag");
    }

    [Fact]
    public async Task Is_told_within_a_second_of_the_first_read_however_long_the_interval_of_commits()
    {
        await using var rig = new SinkRig<ScriptedSinkTask>(_sink, _group) { FlushInterval = TimeSpan.FromHours(1) };

        await rig.AssignAsync(1, Partition);

        await Eventually.TrueAsync(() => rig.Host.Progress.Lag == 0, "no lag");
    }

    [Fact]
    public async Task Is_not_known_while_the_end_of_a_partition_is_not()
    {
        await using var rig = new SinkRig<ScriptedSinkTask>(_sink, _group) { Time = _time, Input = { IsEndUnknown = true } };

        await rig.AssignAsync(1, Partition);
        await Eventually.TrueAsync(() => _sink.TakenOf(Partition).Count == 100, "the records");

        // Before it had partitions there may have been none.
        _time.Advance(TimeSpan.FromSeconds(1));
        rig.Wake();
        await Eventually.TrueAsync(() => rig.Host.Progress.Lag is null, "an unknown lag");

        rig.Input.IsEndUnknown = false;
        _time.Advance(TimeSpan.FromSeconds(1));
        rig.Wake();
        await Eventually.TrueAsync(() => rig.Host.Progress.Lag == 0, "the lag");
        Assert.Equal(0, rig.Input.Asked);
    }

    [Fact]
    public async Task Grows_while_a_put_does_not_return()
    {
        var put = new TaskCompletionSource();
        _sink.OnPut = (_, records) => records[0].OriginalOffset == 10 ? put.Task : Task.CompletedTask;
        await using var rig = new SinkRig<ScriptedSinkTask>(_sink, _group) { Time = _time, Input = { Unfetched = 400 } };
        await rig.AssignAsync(1, Partition);
        await Eventually.TrueAsync(() => _sink.CountOf("put 0:10") == 1, "the put");

        await AdvanceUntilAsync(rig, 490);

        put.SetResult();
        await Eventually.TrueAsync(() => _sink.TakenOf(Partition).Count == 100, "the rest");
        _time.Advance(TimeSpan.FromSeconds(1));
        rig.Wake();
        await Eventually.TrueAsync(() => rig.Host.Progress.Lag == 0, "what the consumer knows");
    }

    [Fact]
    public async Task Grows_while_the_task_is_paused()
    {
        await using var rig = new SinkRig<ScriptedSinkTask>(_sink, _group) { Time = _time };
        await rig.AssignAsync(1, Partition);
        await Eventually.TrueAsync(() => _sink.TakenOf(Partition).Count == 100, "the records");

        rig.Host.SetPaused(true);
        await Eventually.TrueAsync(() => rig.States.Last == InstanceState.Paused, "the pause");
        rig.Input.Unfetched = 7;

        await AdvanceUntilAsync(rig, 7);
    }

    [Fact]
    public async Task Grows_for_a_partition_that_the_task_has_paused()
    {
        await using var rig = new SinkRig<ScriptedSinkTask>(_sink, _group) { Time = _time };
        _sink.OnPut = (context, records) =>
        {
            if (records[^1].OriginalOffset == 99)
            {
                context.Pause([Partition]);
            }

            return Task.CompletedTask;
        };
        await rig.AssignAsync(1, Partition);
        await Eventually.TrueAsync(() => _sink.TakenOf(Partition).Count == 100, "the records");
        rig.Input.Unfetched = 7;

        await AdvanceUntilAsync(rig, 7);
    }

    public ValueTask DisposeAsync() => _sink.DisposeAsync();

    private Task AdvanceUntilAsync(SinkRig<ScriptedSinkTask> rig, long lag) => Eventually.TrueAsync(
        () =>
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            return rig.Host.Progress.Lag == lag;
        },
        $"a lag of {lag}");
}

using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Kafka;
using TopicPartition = OrleansConnect.Abstractions.Data.TopicPartition;

namespace OrleansConnect.Tests.Unit.Runtime.Tasks;

/// <summary>How many records a sink task says are still to come.</summary>
public sealed class SinkLagTests : IAsyncDisposable
{
    private static readonly TopicPartition Partition = new("t", 0);

    private readonly FakeSinkInput.Group _group = new();
    private readonly ScriptedSinkTask _sink = new();

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

    public ValueTask DisposeAsync() => _sink.DisposeAsync();
}

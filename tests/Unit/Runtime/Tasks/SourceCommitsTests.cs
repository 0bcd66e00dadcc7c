using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Abstractions.Sources;
using OrleansConnect.Grains;
using OrleansConnect.Runtime.Offsets;

namespace OrleansConnect.Tests.Unit.Runtime.Tasks;

/// <summary>Commits of source offsets that fail or are not answered, as in Kafka Connect: records keep flowing, and what was not committed is with the next attempt.</summary>
public sealed class SourceCommitsTests : ISourceOffsetStore, IAsyncDisposable
{
    private readonly MemoryOffsetStore _store = new();
    private readonly SourceRig _rig;
    private Func<CancellationToken, Task> _write = _ => Task.CompletedTask;
    private int _writes;

    public SourceCommitsTests() => _rig = new() { Offsets = this };

    [Fact]
    public async Task A_commit_that_fails_is_made_again_at_the_next_interval()
    {
        _write = _ => _writes < 3 ? throw new ConnectException("Not now.") : Task.CompletedTask;

        await _rig.StartedAsync();

        await Eventually.TrueAsync(() => _writes >= 3 && _rig.Host.Progress.CommittedAt is not null, "a commit");
        Assert.Equal(InstanceState.Running, _rig.States.Last);
        await StoppedWithAllAsync();
    }

    [Fact]
    public async Task A_commit_without_an_answer_in_time_is_given_up_and_records_flow_meanwhile()
    {
        _write = cancellationToken => _writes == 1 ? Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken) : Task.CompletedTask;
        await _rig.StartedAsync();
        await Eventually.TrueAsync(() => _writes == 1, "the first attempt");
        var sent = _rig.Sender!.Sent;

        await Eventually.TrueAsync(() => _rig.Sender.Sent > sent + 100, "more records");
        await Eventually.TrueAsync(() => _writes > 1 && _rig.Host.Progress.CommittedAt is not null, "the next attempt");

        Assert.Equal(InstanceState.Running, _rig.States.Last);
        await StoppedWithAllAsync();
    }

    [Fact]
    public async Task An_offset_that_no_reader_could_read_fails_each_commit_and_no_record()
    {
        var number = 0;
        _rig.Source.OnPoll = _ => new(
            [ScriptedSource.Record(++number, "good"), ScriptedSource.Record(number, "bad") with { SourceOffset = SourceOffset.Of([new("at", new List<object?> { 1 })]) }]);

        await _rig.StartedAsync();
        await Eventually.TrueAsync(() => _rig.Host.Progress.Errors?.Last is not null && _rig.Sender?.Sent > 100, "a commit that fails, and records");
        await _rig.StopAsync(TimeSpan.FromSeconds(30));

        Assert.Equal("Commit of offsets: Offsets may only contain primitive types as values, but field at contains ARRAY", _rig.Host.Progress.Errors?.Last);
        Assert.Equal([InstanceState.Running, InstanceState.Unassigned], _rig.States.All);
        Assert.Equal((0, 0), (_writes, await _rig.CommittedAsync("good")));
        Assert.Null(_rig.Host.Progress.CommittedAt);
    }

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    ValueTask<SourceOffset?> ISourceOffsetStore.ReadAsync(string connector, SourcePartition partition, CancellationToken cancellationToken) =>
        _store.ReadAsync(connector, partition, cancellationToken);

    ValueTask<IReadOnlyDictionary<SourcePartition, SourceOffset>> ISourceOffsetStore.ReadAllAsync(string connector, CancellationToken cancellationToken) =>
        _store.ReadAllAsync(connector, cancellationToken);

    async Task ISourceOffsetStore.WriteAsync(string connector, IReadOnlyDictionary<SourcePartition, SourceOffset?> offsets, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _writes);
        await _write(cancellationToken);
        await _store.WriteAsync(connector, offsets, cancellationToken);
    }

    private async Task StoppedWithAllAsync()
    {
        await _rig.StopAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(_rig.Sender!.Sent, await _rig.CommittedAsync());
    }
}

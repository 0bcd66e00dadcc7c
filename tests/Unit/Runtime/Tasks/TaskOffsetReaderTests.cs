using OrleansConnect.Abstractions.Sources;
using OrleansConnect.Runtime.Tasks;

namespace OrleansConnect.Tests.Unit.Runtime.Tasks;

/// <summary>A plugin that waits for its offsets waits for Kafka.</summary>
public sealed class TaskOffsetReaderTests
{
    [Fact]
    public async Task While_offsets_are_read_the_task_waits_for_Kafka_and_afterwards_for_its_plugin_again()
    {
        var counters = new TaskCounters(TimeProvider.System, null) { WaitsFor = "start" };
        var answer = new TaskCompletionSource<SourceOffset?>();
        var reading = new TaskOffsetReader(new Reader(answer.Task), counters).ReadAsync(SourcePartition.Of([]), CancellationToken.None);

        Assert.Equal("kafka", counters.WaitsFor);
        answer.SetResult(null);
        Assert.Null(await reading);

        Assert.Equal("start", counters.WaitsFor);
    }

    [Fact]
    public async Task Two_reads_at_once_and_what_the_task_comes_to_meanwhile_do_not_mix()
    {
        var counters = new TaskCounters(TimeProvider.System, null) { WaitsFor = "start" };
        var (first, second) = (new TaskCompletionSource<SourceOffset?>(), new TaskCompletionSource<SourceOffset?>());
        var one = new TaskOffsetReader(new Reader(first.Task), counters).ReadAsync(SourcePartition.Of([]), CancellationToken.None);
        var other = new TaskOffsetReader(new Reader(second.Task), counters).ReadAsync(SourcePartition.Of([]), CancellationToken.None);

        first.SetResult(null);
        await one;
        Assert.Equal("kafka", counters.WaitsFor);
        counters.WaitsFor = "poll";
        second.SetResult(null);
        await other;

        Assert.Equal("poll", counters.WaitsFor);
    }

    private sealed class Reader(Task<SourceOffset?> answer) : IOffsetReader
    {
        public async ValueTask<SourceOffset?> ReadAsync(SourcePartition partition, CancellationToken cancellationToken) => await answer;

        public ValueTask<IReadOnlyDictionary<SourcePartition, SourceOffset>> ReadAsync(IReadOnlyCollection<SourcePartition> partitions, CancellationToken cancellationToken) =>
            throw new NotSupportedException();
    }
}

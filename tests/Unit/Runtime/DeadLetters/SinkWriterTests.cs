using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using OrleansConnect.Abstractions.Configuration;
using OrleansConnect.Abstractions.Sinks;
using OrleansConnect.Converters;
using OrleansConnect.Grains;
using OrleansConnect.Runtime.Configuration;
using OrleansConnect.Runtime.DeadLetters;
using OrleansConnect.Runtime.Plugins;
using OrleansConnect.Runtime.Tasks;

namespace OrleansConnect.Tests.Unit.Runtime.DeadLetters;

/// <summary>What is known of letters that a sink's task was given.</summary>
public sealed class SinkWriterTests
{
    private static readonly PluginRegistry Plugins = new(
    [
        .. PluginTypes.In(typeof(StringConverter).Assembly, PluginTypes.BuiltIn),
        new("test.Scripted", PluginKind.Sink, "1", typeof(ScriptedSink), null, "test"),
    ]);

    [Fact]
    public async Task Letters_that_the_task_flushed_are_replayed_and_those_it_reported_are_bad()
    {
        var results = await WriteAsync(("reports", "101"), ("silent", "2"));

        Assert.Equal([ReplayState.Replayed, ReplayState.Failed, ReplayState.Replayed, ReplayState.Replayed], results.Select(result => result.State));
        Assert.Equal(("connector out", "no such column"), (results[0].To, results[1].Error?.Message));
        Assert.Equal(3, ScriptedSinkTask.Flushes);
    }

    [Fact]
    public async Task Of_a_task_that_fails_nothing_it_was_given_is_believed_to_be_written()
    {
        var results = await WriteAsync(("fails", "102"), ("reports", "100"));

        Assert.Equal([ReplayState.Failed, ReplayState.Unknown, ReplayState.Unknown, ReplayState.NotTried], results.Select(result => result.State));
        Assert.Equal("The connector's task failed at dead letter 0:2 before it had flushed this one: no connection", results[1].Error?.Message);
        Assert.Equal("no connection", results[2].Error?.Message);
        Assert.Equal(0, ScriptedSinkTask.Flushes);
    }

    [Fact]
    public async Task A_task_that_never_says_what_it_has_written_leaves_letters_in_doubt_and_is_not_waited_for()
    {
        var results = await WriteAsync(("silent", "1000000"));

        Assert.All(results, result => Assert.Equal(ReplayState.Unknown, result.State));
        Assert.Contains("commits on its own terms", results[0].Error?.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_task_that_does_not_return_in_time_leaves_letters_in_doubt_and_its_end_is_not_waited_for()
    {
        var time = new FakeTimeProvider();
        var task = await StartAsync(time, ("hangs", "101"));

        var writing = new SinkWriter(task, "connector out", text => text, time).WriteAsync(Letters, TimeSpan.FromSeconds(30));
        await ScriptedSinkTask.Hangs.Task;
        time.Advance(TimeSpan.FromSeconds(29));
        Assert.False(writing.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(1));

        var results = await writing;
        Assert.Equal([ReplayState.Unknown, ReplayState.Unknown, ReplayState.NotTried, ReplayState.NotTried], results.Select(result => result.State));
        Assert.Equal("The connector's task did not write the letters within 30 s.", results[1].Error?.Message);
        Assert.Equal(0, ScriptedSinkTask.Flushes);
        var ending = task.DisposeAsync().AsTask();
        Assert.False(ending.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(5));
        await ending;
        ScriptedSinkTask.GoesOn.SetResult();
    }

    private static List<SinkLetter> Letters => [.. Enumerable.Range(0, 4).Select(at => new SinkLetter(
        A.Letter(at, "bad"), new SinkRecord { Topic = "orders", OriginalTopic = "orders", OriginalPartition = 3, OriginalOffset = at + 100 }))];

    private static async Task<IReadOnlyList<ReplayedLetter>> WriteAsync(params (string Key, string Value)[] settings)
    {
        await using var task = await StartAsync(new FastTime(), settings);
        return await new SinkWriter(task, "connector out", text => text, TimeProvider.System).WriteAsync(Letters, TimeSpan.FromSeconds(30));
    }

    private static async Task<OneOffSinkTask> StartAsync(TimeProvider time, params (string Key, string Value)[] settings)
    {
        var worker = WorkerConfig.Parse(new Dictionary<string, string?> { ["bootstrap.servers"] = "localhost:1", ["group.id"] = "g" });
        var services = new TaskServices(
            Plugins, new VariableResolver(new Dictionary<string, IConfigProvider>()), worker, null!, null!, time, NullLoggerFactory.Instance, null!);
        var spec = new TaskSpec(
            new("out", 0), ConnectorKind.Sink, 0, new Dictionary<string, string?> { ["connector.class"] = "test.Scripted" }, settings.ToDictionary(setting => setting.Key, setting => setting.Value));
        var task = new OneOffSinkTask(services, spec);
        await task.StartAsync(spec, [Letters[0].Record.OriginalTopicPartition]);
        return task;
    }

    /// <summary>A clock by which a second is soon over.</summary>
    private sealed class FastTime : TimeProvider
    {
        public override long GetTimestamp() => base.GetTimestamp() * 20;
    }
}

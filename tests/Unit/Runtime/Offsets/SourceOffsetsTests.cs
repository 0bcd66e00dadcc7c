using Microsoft.Extensions.Time.Testing;
using OrleansConnect.Abstractions.Configuration;
using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Abstractions.Sources;
using OrleansConnect.Grains;
using OrleansConnect.Runtime.Offsets;
using OrleansConnect.Runtime.Plugins;

namespace OrleansConnect.Tests.Unit.Runtime.Offsets;

public sealed class SourceOffsetsTests
{
    private readonly MemoryOffsetStore _store = new();
    private readonly FakeTimeProvider _time = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_plugin_sees_longs_doubles_and_nulls_and_the_null_partition_too()
    {
        await using var offsets = Offsets<Recording>();
        var change = await offsets.PrepareAsync(
            [new("""{"p":1,"p":2}""", """{"whole":3,"fraction":1.0,"text":"x","flag":true,"none":null}"""), new(null, """{"n":1}"""), new("""{"p":4}""", null)], Cancel);

        Assert.True(await change.AskPluginAsync(Cancel));
        await change.WriteAsync(Cancel);

        Assert.Equal("[{p=2}: {whole=3, fraction=1.0, text=x, flag=true, none=null}] [: {n=1}] [{p=4}: ]", Recording.Seen);
        Assert.Equal(new ConnectorOffset("""{"p":2}""", """{"whole":3,"fraction":1.0,"text":"x","flag":true,"none":null}"""), Assert.Single(await offsets.ReadAsync(new(), Cancel)));
    }

    [Theory]
    [InlineData("""{"p":1}""", """{"n":{"a":1}}""", "Offsets may only contain primitive types as values, but field n contains MAP")]
    [InlineData("""{"p":1}""", """{"n":[1]}""", "Offsets may only contain primitive types as values, but field n contains ARRAY")]
    [InlineData("""{"p":{}}""", null, "Offsets may only contain primitive types as values, but field p contains MAP")]
    public async Task Values_that_are_not_primitive_are_refused_before_the_plugin_is_asked(string partition, string? offset, string message)
    {
        await using var offsets = Offsets<Recording>();

        var refused = await Assert.ThrowsAsync<ConnectRequestException>(() => offsets.PrepareAsync([new(partition, offset)], Cancel));

        Assert.Equal((RequestErrorKind.Internal, message), (refused.Kind, refused.Message));
    }

    [Fact]
    public async Task A_change_knows_what_it_replaces_and_whether_there_is_anything_to_do()
    {
        await using var offsets = Offsets<Recording>();
        await _store.WriteAsync("c", new Dictionary<SourcePartition, SourceOffset?> { [SourcePartition.Of("p", 1L)] = SourceOffset.Of("n", 5) }, Cancel);

        var change = await offsets.PrepareAsync([new("""{"p":1}""", """{"n":6}"""), new("""{"p":2}""", """{"n":7}""")], Cancel);
        var same = await offsets.PrepareAsync([new("""{"p":1}""", """{"n":5}""")], Cancel);
        var reset = await offsets.PrepareAsync(null, Cancel);

        Assert.Equal([new("""{"p":1}""", """{"n":5}"""), new("""{"p":2}""", null)], change.Before);
        Assert.Equal((false, true, false), (change.IsDone, same.IsDone, reset.IsDone));
        Assert.Equal([new("""{"p":1}""", """{"n":5}""")], reset.Before);
    }

    [Fact]
    public async Task A_plugin_that_cannot_have_its_offsets_changed_says_so_in_Kafka_Connects_words()
    {
        var refused = await RefusedAsync<Unsupporting>();

        Assert.Equal("Failed to modify offsets for connector c because it doesn't support external modification of offsets", refused.Message);
    }

    [Fact]
    public async Task What_a_plugin_throws_is_told_with_variables_in_the_place_of_secrets()
    {
        var refused = await RefusedAsync<Telling>();

        Assert.Equal((RequestErrorKind.Internal, "The password ${vault:p} is wrong"), (refused.Kind, refused.Message));
        Assert.DoesNotContain("hunter2", refused.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_plugin_that_does_not_answer_is_given_up_after_its_limit()
    {
        await using var offsets = Offsets<Hanging>();
        var change = await offsets.PrepareAsync([new("""{"p":1}""", null)], Cancel);

        var asking = change.AskPluginAsync(Cancel);
        Assert.False(asking.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(30));

        var refused = await Assert.ThrowsAsync<ConnectRequestException>(() => asking);
        Assert.Equal(RequestErrorKind.TimedOut, refused.Kind);
        Assert.StartsWith("Connector c did not agree to the change of its offsets within 30 s, and they were not changed.", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_asks_for_offsets_while_the_store_does_not_answer_hears_so_in_time()
    {
        await using var offsets = new SourceOffsets(
            "c", new(new SilentStore(), "", () => ValueTask.CompletedTask), new PluginAlteration("c", new("S", PluginKind.Source, "1", typeof(Source), null, "built-in"), new(new Dictionary<string, string?>(), null), _time), _time);

        var asking = offsets.ReadAsync(new(), Cancel);
        Assert.False(asking.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(30));

        var refused = await Assert.ThrowsAsync<ConnectRequestException>(() => asking);
        Assert.Equal(RequestErrorKind.Unavailable, refused.Kind);
        Assert.Equal("The source offsets of connector c could not be read within 30 s: Kafka does not answer. Start Kafka, or try again when it answers.", refused.Message);
    }

    private async Task<ConnectRequestException> RefusedAsync<T>()
    {
        await using var offsets = Offsets<T>();
        var change = await offsets.PrepareAsync([new("""{"p":1}""", null)], Cancel);
        return await Assert.ThrowsAsync<ConnectRequestException>(() => change.AskPluginAsync(Cancel));
    }

    private SourceOffsets Offsets<T>()
    {
        var found = new ResolvedConfig(new Dictionary<string, string?> { ["password"] = "hunter2" }, null) { Variables = new Dictionary<string, string> { ["hunter2"] = "${vault:p}" } };
        return new("c", new(_store, "", () => ValueTask.CompletedTask), new PluginAlteration("c", new(typeof(T).Name, PluginKind.Source, "1", typeof(T), null, "built-in"), found, _time), _time);
    }

    private sealed class SilentStore : ISourceOffsetStore
    {
        public async ValueTask<SourceOffset?> ReadAsync(string connector, SourcePartition partition, CancellationToken cancellationToken)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            return null;
        }

        public async ValueTask<IReadOnlyDictionary<SourcePartition, SourceOffset>> ReadAllAsync(string connector, CancellationToken cancellationToken)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            return new Dictionary<SourcePartition, SourceOffset>();
        }

        public Task WriteAsync(string connector, IReadOnlyDictionary<SourcePartition, SourceOffset?> offsets, CancellationToken cancellationToken) => Task.CompletedTask;
    }

    private abstract class Source : SourceConnector
    {
        public override ConfigDef Config { get; } = new();

        public override Type TaskType => typeof(Source);

        public override ValueTask<IReadOnlyList<IReadOnlyDictionary<string, string>>> TaskConfigsAsync(int tasksMax, CancellationToken cancellationToken) => throw new NotSupportedException();
    }

    private sealed class Recording : Source
    {
        public static string Seen { get; private set; } = "";

        public override ValueTask<bool> AlterOffsetsAsync(
            IReadOnlyDictionary<string, string> settings, IReadOnlyList<KeyValuePair<SourcePartition?, SourceOffset?>> offsets, CancellationToken cancellationToken)
        {
            Seen = string.Join(' ', offsets.Select(entry => $"[{entry.Key}: {entry.Value}]"));
            return ValueTask.FromResult(true);
        }
    }

    private sealed class Unsupporting : Source
    {
        public override ValueTask<bool> AlterOffsetsAsync(
            IReadOnlyDictionary<string, string> settings, IReadOnlyList<KeyValuePair<SourcePartition?, SourceOffset?>> offsets, CancellationToken cancellationToken) =>
            throw new NotSupportedException();
    }

    private sealed class Telling : Source
    {
        public override ValueTask<bool> AlterOffsetsAsync(
            IReadOnlyDictionary<string, string> settings, IReadOnlyList<KeyValuePair<SourcePartition?, SourceOffset?>> offsets, CancellationToken cancellationToken) =>
            throw new ConnectException($"The password {settings["password"]} is wrong");
    }

    private sealed class Hanging : Source
    {
        public override async ValueTask<bool> AlterOffsetsAsync(
            IReadOnlyDictionary<string, string> settings, IReadOnlyList<KeyValuePair<SourcePartition?, SourceOffset?>> offsets, CancellationToken cancellationToken)
        {
            await Task.Delay(Timeout.Infinite, CancellationToken.None);
            return true;
        }
    }
}

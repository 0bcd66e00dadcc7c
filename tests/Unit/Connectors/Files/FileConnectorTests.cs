using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Abstractions.Sources;
using OrleansConnect.Connectors.Files;

namespace OrleansConnect.Tests.Unit.Connectors.Files;

public sealed class FileConnectorTests
{
    private static readonly Dictionary<string, string> WithFile = new() { ["file"] = "a.txt", ["topic"] = "t" };
    private static readonly Dictionary<string, string> WithoutFile = new() { ["topic"] = "t" };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Source_has_one_task_and_a_sink_as_many_as_asked_for()
    {
        var source = new FileSourceConnector();
        var sink = new FileSinkConnector();

        // Neither uses its context.
        await source.StartAsync(null!, WithFile, Cancellation);
        await sink.StartAsync(null!, WithFile, Cancellation);

        Assert.Equal([WithFile], await source.TaskConfigsAsync(8, Cancellation));
        Assert.Equal(3, (await sink.TaskConfigsAsync(3, Cancellation)).Count);
    }

    [Fact]
    public void Delivers_exactly_once_from_files_only()
    {
        var source = new FileSourceConnector();

        Assert.Equal(ExactlyOnceSupport.Supported, source.ExactlyOnceSupport(WithFile));
        Assert.Equal(ExactlyOnceSupport.Unsupported, source.ExactlyOnceSupport(WithoutFile));
    }

    [Fact]
    public async Task Validates_its_settings()
    {
        var source = new FileSourceConnector();

        var result = await source.ValidateAsync(new Dictionary<string, string?> { ["topic"] = "", ["batch.size"] = "many" }, Cancellation);

        Assert.Equal(["file", "topic", "batch.size", "offset.identity"], result.Select(value => value.Name));
        Assert.Equal([0, 1, 1, 0], result.Select(value => Math.Min(1, value.Errors.Count)));
        Assert.Equal("Invalid value  for configuration topic: String must be non-empty", result[1].Errors[0]);
    }

    [Theory]
    [InlineData(null, "1", "file", "Invalid value null for configuration file: 'exactly.once' needs a file, because standard output cannot be cut back after a crash. Name one")]
    [InlineData("a.txt", "2", "exactly.once", "Invalid value 2 for configuration tasks.max: 'exactly.once' needs one task, because several cannot write one file in one order. Set tasks.max=1")]
    public async Task Exactly_once_needs_a_file_and_one_task(string? file, string tasksMax, string at, string message)
    {
        var sink = new FileSinkConnector();
        var settings = new Dictionary<string, string?> { ["exactly.once"] = "true", ["file"] = file, ["tasks.max"] = tasksMax };

        var values = await sink.ValidateAsync(settings, Cancellation);

        var wrong = Assert.Single(values, value => value.Errors.Count > 0);
        Assert.Equal((at, message), (wrong.Name, Assert.Single(wrong.Errors)));
        var started = settings.Where(setting => setting.Value is not null).ToDictionary(setting => setting.Key, setting => setting.Value ?? "");
        var error = await Assert.ThrowsAsync<ConfigException>(async () => await sink.StartAsync(null!, started, Cancellation));
        Assert.Equal(message, error.Message);
        Assert.All(await sink.ValidateAsync(new Dictionary<string, string?>(settings) { ["exactly.once"] = "false" }, Cancellation), value => Assert.Empty(value.Errors));
    }

    [Fact]
    public async Task Lets_the_offset_of_any_file_be_changed_or_removed()
    {
        var source = new FileSourceConnector();

        var done = await source.AlterOffsetsAsync(
            WithFile,
            [new(SourcePartition.Of("filename", "old.txt"), SourceOffset.Of("position", 5)), new(SourcePartition.Of("garbage", 1L), null), new(null, null)],
            Cancellation);

        Assert.True(done);
    }

    [Theory]
    [InlineData("filename", "position", -1L, "The value for the 'position' key in the offset should be a non-negative value")]
    [InlineData("filename", "position", 5, "The value for the 'position' key in the offset is expected to be a Long value")]
    [InlineData("filename", "position", "5", "The value for the 'position' key in the offset is expected to be a Long value")]
    [InlineData("filename", "position", null, "The value for the 'position' key in the offset is expected to be a Long value")]
    [InlineData("filename", "pos", 5L, "Offset objects should either be null or contain the key 'position'")]
    [InlineData("file", "position", 5L, "Partition objects should contain the key 'filename'")]
    [InlineData(null, "position", 5L, "Partition objects cannot be null")]
    public async Task Refuses_offsets_that_make_no_sense(string? partitionKey, string offsetKey, object? position, string message)
    {
        var partition = partitionKey is null ? null : SourcePartition.Of(partitionKey, "a.txt");

        var error = await Assert.ThrowsAsync<ConnectException>(async () =>
            await new FileSourceConnector().AlterOffsetsAsync(WithFile, [new(partition, SourceOffset.Of([new(offsetKey, position)]))], Cancellation));

        Assert.Equal(message, error.Message);
    }

    [Fact]
    public async Task Refuses_offsets_of_standard_input()
    {
        var error = await Assert.ThrowsAsync<ConnectException>(async () => await new FileSourceConnector().AlterOffsetsAsync(WithoutFile, [], Cancellation));

        Assert.Equal("Offsets cannot be modified if the 'file' configuration is unspecified. This is because stdin is used for input and offsets are not tracked.", error.Message);
    }

    [Theory]
    [InlineData("false")]
    [InlineData(null)]
    public async Task Stores_no_offsets_beside_a_file_without_exactly_once(string? exactlyOnce)
    {
        using var folder = new TempFolder();
        var settings = new Dictionary<string, string> { ["name"] = "out", ["file"] = folder.Path("out.txt") };
        if (exactlyOnce is not null)
        {
            settings["exactly.once"] = exactlyOnce;
        }

        Assert.False(await new FileSinkConnector().StoreOffsetsAsync(settings, null, 1, Cancellation));
        Assert.Empty(Directory.GetFiles(folder.Path("")));
    }

    [Fact]
    public async Task Says_that_no_offsets_can_be_beside_a_file_in_a_folder_that_does_not_exist()
    {
        using var folder = new TempFolder();
        var settings = new Dictionary<string, string> { ["name"] = "out", ["file"] = folder.Path("none/out.txt"), ["exactly.once"] = "true" };

        var error = await Assert.ThrowsAsync<ConnectException>(async () => await new FileSinkConnector().StoreOffsetsAsync(settings, null, 1, Cancellation));

        Assert.StartsWith($"'{folder.Path("none/out.txt")}' has offsets beside it, and its folder does not exist.", error.Message, StringComparison.Ordinal);
    }
}

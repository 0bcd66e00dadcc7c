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

        Assert.Equal(["file", "topic", "batch.size"], result.Select(value => value.Name));
        Assert.Equal([0, 1, 1], result.Select(value => Math.Min(1, value.Errors.Count)));
        Assert.Equal("Invalid value  for configuration topic: String must be non-empty", result[1].Errors[0]);
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
}

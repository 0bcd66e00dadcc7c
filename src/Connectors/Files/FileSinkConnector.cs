using OrleansConnect.Abstractions.Configuration;
using OrleansConnect.Abstractions.Data;
using OrleansConnect.Abstractions.Plugins;
using OrleansConnect.Abstractions.Sinks;

namespace OrleansConnect.Connectors.Files;

/// <summary>Appends the text of each record's value, one a line, to a file or to standard output. All tasks write to the same file.</summary>
[Plugin("org.apache.kafka.connect.file.FileStreamSinkConnector")]
public sealed class FileSinkConnector : SinkConnector
{
    private IReadOnlyDictionary<string, string> _settings = new Dictionary<string, string>();

    /// <inheritdoc/>
    public override ConfigDef Config => FileSinkConfig.Definition;

    /// <inheritdoc/>
    public override Type TaskType => typeof(FileSinkTask);

    /// <inheritdoc/>
    public override ValueTask StartAsync(IConnectorContext context, IReadOnlyDictionary<string, string> settings, CancellationToken cancellationToken)
    {
        _ = FileSinkConfig.From(settings);
        _settings = settings;
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public override ValueTask<IReadOnlyList<IReadOnlyDictionary<string, string>>> TaskConfigsAsync(int tasksMax, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<IReadOnlyDictionary<string, string>>>([.. Enumerable.Repeat(_settings, tasksMax)]);

    /// <summary>The file has no offsets, so that there is nothing to change in it.</summary>
    public override ValueTask<bool> AlterOffsetsAsync(
        IReadOnlyDictionary<string, string> settings, IReadOnlyDictionary<TopicPartition, long?> offsets, CancellationToken cancellationToken) =>
        ValueTask.FromResult(true);
}

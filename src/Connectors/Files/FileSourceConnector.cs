using OrleansConnect.Abstractions.Configuration;
using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Abstractions.Plugins;
using OrleansConnect.Abstractions.Sources;

namespace OrleansConnect.Connectors.Files;

/// <summary>Reads the lines of one file, or of standard input, and follows what is appended. One task, whatever <c>tasks.max</c> says.</summary>
[Plugin("org.apache.kafka.connect.file.FileStreamSourceConnector")]
public sealed class FileSourceConnector : SourceConnector
{
    private IReadOnlyDictionary<string, string> _settings = new Dictionary<string, string>();

    /// <inheritdoc/>
    public override ConfigDef Config => FileSourceConfig.Definition;

    /// <inheritdoc/>
    public override Type TaskType => typeof(FileSourceTask);

    /// <inheritdoc/>
    public override ValueTask StartAsync(IConnectorContext context, IReadOnlyDictionary<string, string> settings, CancellationToken cancellationToken)
    {
        _ = FileSourceConfig.From(settings);
        _settings = settings;
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public override ValueTask<IReadOnlyList<IReadOnlyDictionary<string, string>>> TaskConfigsAsync(int tasksMax, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<IReadOnlyDictionary<string, string>>>([_settings]);

    /// <inheritdoc/>
    public override ExactlyOnceSupport ExactlyOnceSupport(IReadOnlyDictionary<string, string> settings) =>
        FileSourceConfig.From(settings).File is null ? Abstractions.Sources.ExactlyOnceSupport.Unsupported : Abstractions.Sources.ExactlyOnceSupport.Supported;

    /// <summary>Accepts any position of any file, because a connector may have offsets of files it read before. The task checks the position against its file.</summary>
    public override ValueTask<bool> AlterOffsetsAsync(
        IReadOnlyDictionary<string, string> settings,
        IReadOnlyList<KeyValuePair<SourcePartition?, SourceOffset?>> offsets,
        CancellationToken cancellationToken)
    {
        if (FileSourceConfig.From(settings).File is null)
        {
            throw new ConnectException(
                "Offsets cannot be modified if the 'file' configuration is unspecified. This is because stdin is used for input and offsets are not tracked.");
        }

        foreach (var (partition, offset) in offsets)
        {
            FileOffsets.Check(partition, offset);
        }

        return ValueTask.FromResult(true);
    }
}

using OrleansConnect.Abstractions.Configuration;
using OrleansConnect.Abstractions.Data;
using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Abstractions.Plugins;
using OrleansConnect.Abstractions.Sinks;

namespace OrleansConnect.Connectors.Files;

/// <summary>
/// Appends the text of each record's value, one a line, to a file or to standard output. All tasks write to the same file; with <c>exactly.once</c> there is one task, and each record is
/// written once whatever crashes.
/// </summary>
[Plugin("org.apache.kafka.connect.file.FileStreamSinkConnector")]
public sealed class FileSinkConnector : SinkConnector, IExactlyOnceSinkConnector
{
    private IReadOnlyDictionary<string, string> _settings = new Dictionary<string, string>();

    /// <inheritdoc/>
    public override ConfigDef Config => FileSinkConfig.Definition;

    /// <inheritdoc/>
    public override Type TaskType => typeof(FileSinkTask);

    /// <inheritdoc/>
    public override ValueTask<IReadOnlyList<ConfigValue>> ValidateAsync(IReadOnlyDictionary<string, string?> settings, CancellationToken cancellationToken)
    {
        var values = Config.Validate(settings);
        if (values.All(value => value.Errors.Count == 0)
            && FileSinkConfig.Of(Config.Parse(settings)).Fault(settings.GetValueOrDefault("tasks.max")) is { } fault)
        {
            // What is not a setting of this connector's has no place for an error of its own.
            var name = Config.Find(fault.Name) is null ? FileSinkConfig.ExactlyOnce : fault.Name;
            var error = ConfigException.Invalid(fault.Name, fault.Value, fault.Message).Message;
            values = [.. values.Select(value => value.Name == name ? value.WithError(error) : value)];
        }

        return ValueTask.FromResult(values);
    }

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

    /// <summary>The file has no offsets, so that there is nothing to change in it; with <c>exactly.once</c> it has, and any will do.</summary>
    public override ValueTask<bool> AlterOffsetsAsync(
        IReadOnlyDictionary<string, string> settings, IReadOnlyDictionary<TopicPartition, long?> offsets, CancellationToken cancellationToken) => ValueTask.FromResult(true);

    /// <summary>What stands beside the file.</summary>
    public ValueTask<IReadOnlyDictionary<TopicPartition, long>?> ReadOffsetsAsync(IReadOnlyDictionary<string, string> settings, CancellationToken cancellationToken) =>
        ValueTask.FromResult(With(settings, file => file.Read()));

    /// <summary>Changes the offsets beside the file, which stays as it is: what is read anew is written behind what is there, and what is skipped is missing.</summary>
    public ValueTask<bool> StoreOffsetsAsync(
        IReadOnlyDictionary<string, string> settings, IReadOnlyDictionary<TopicPartition, long?>? offsets, long generation, CancellationToken cancellationToken) =>
        ValueTask.FromResult(With(settings, file => file.Alter(offsets, generation)) is not null);

    // Null where no offsets are kept beside a file.
    private static IReadOnlyDictionary<TopicPartition, long>? With(IReadOnlyDictionary<string, string> settings, Func<ClaimedFile, IReadOnlyDictionary<TopicPartition, long>> use)
    {
        if (FileSinkConfig.From(settings) is not { IsExactlyOnce: true, File: { } file })
        {
            return null;
        }

        try
        {
            using var claimed = ClaimedFile.At(file, settings["name"]);
            return use(claimed);
        }
        catch (DirectoryNotFoundException cause)
        {
            throw new ConnectException($"'{file}' has offsets beside it, and its folder does not exist. Make the folder, or change 'file'.", cause);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new RetriableException($"'{file}.offsets.*' cannot be used: {cause.Message.TrimEnd('.')}. Make room, or see to the permissions.", cause);
        }
    }
}

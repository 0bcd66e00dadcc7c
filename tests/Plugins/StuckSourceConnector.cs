using OrleansConnect.Abstractions.Configuration;
using OrleansConnect.Abstractions.Plugins;
using OrleansConnect.Abstractions.Sources;

namespace OrleansConnect.Tests.Plugins;

/// <summary>Blocks its thread for ever in the call that <c>stuck.in</c> names, whatever anybody cancels.</summary>
public sealed class StuckSourceConnector : SourceConnector
{
    private IReadOnlyDictionary<string, string> _settings = new Dictionary<string, string>();

    public override ConfigDef Config { get; } = new ConfigDef()
        .String("stuck.in", "The call that never returns.", oneOf: ["connector.validate", "connector.start", "connector.taskconfigs", "connector.alteroffsets", "start", "poll", "stop"])
        .String("stuck.notice", "File that is made when it hangs.", required: false)
        .String("topic", "Topic to write to.");

    public override Type TaskType => typeof(StuckSourceTask);

    public override ValueTask<IReadOnlyList<ConfigValue>> ValidateAsync(IReadOnlyDictionary<string, string?> settings, CancellationToken cancellationToken)
    {
        Stuck.If(settings.ToDictionary(setting => setting.Key, setting => setting.Value ?? ""), "connector.validate");
        return base.ValidateAsync(settings, cancellationToken);
    }

    public override ValueTask StartAsync(IConnectorContext context, IReadOnlyDictionary<string, string> settings, CancellationToken cancellationToken)
    {
        _settings = settings;
        Stuck.If(settings, "connector.start");
        return ValueTask.CompletedTask;
    }

    public override ValueTask<IReadOnlyList<IReadOnlyDictionary<string, string>>> TaskConfigsAsync(int tasksMax, CancellationToken cancellationToken)
    {
        Stuck.If(_settings, "connector.taskconfigs");
        return ValueTask.FromResult<IReadOnlyList<IReadOnlyDictionary<string, string>>>([_settings]);
    }

    public override ValueTask<bool> AlterOffsetsAsync(
        IReadOnlyDictionary<string, string> settings, IReadOnlyList<KeyValuePair<SourcePartition?, SourceOffset?>> offsets, CancellationToken cancellationToken)
    {
        Stuck.If(settings, "connector.alteroffsets");
        return base.AlterOffsetsAsync(settings, offsets, cancellationToken);
    }
}

using OrleansConnect.Abstractions.Configuration;
using OrleansConnect.Abstractions.Plugins;
using OrleansConnect.Abstractions.Sources;

namespace OrleansConnect.Tests.Plugins;

/// <summary>Its task fails the first times it is started, and notes every start.</summary>
public sealed class FlakySourceConnector : SourceConnector
{
    private IReadOnlyDictionary<string, string> _settings = new Dictionary<string, string>();

    public override ConfigDef Config { get; } = new ConfigDef()
        .String("starts.file", "File to which every start adds a line.")
        .Int("failing.starts", "How many starts fail, the first ones.")
        .String("failure", "Whether a change of configuration is needed, or time.", defaultValue: "passing", oneOf: ["passing", "permanent"]);

    public override Type TaskType => typeof(FlakySourceTask);

    public override ValueTask StartAsync(IConnectorContext context, IReadOnlyDictionary<string, string> settings, CancellationToken cancellationToken)
    {
        _settings = settings;
        return ValueTask.CompletedTask;
    }

    public override ValueTask<IReadOnlyList<IReadOnlyDictionary<string, string>>> TaskConfigsAsync(int tasksMax, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<IReadOnlyDictionary<string, string>>>([_settings]);
}

using System.Globalization;
using OrleansConnect.Abstractions.Configuration;
using OrleansConnect.Abstractions.Plugins;
using OrleansConnect.Abstractions.Sources;

namespace OrleansConnect.Tests.Plugins;

/// <summary>Has as many tasks as it may. Each notes its start, and fails when a file tells it to.</summary>
public sealed class FailingSourceConnector : SourceConnector
{
    private IReadOnlyDictionary<string, string> _settings = new Dictionary<string, string>();

    public override ConfigDef Config { get; } = new ConfigDef()
        .String("starts.file", "File to which every start adds a line: 'connector', or the number of the task.")
        .String("fail.file", "File that has the number of the task that is to fail. It takes the file away.");

    public override Type TaskType => typeof(FailingSourceTask);

    public override ValueTask StartAsync(IConnectorContext context, IReadOnlyDictionary<string, string> settings, CancellationToken cancellationToken)
    {
        _settings = settings;
        File.AppendAllText(settings["starts.file"], "connector\n");
        return ValueTask.CompletedTask;
    }

    public override ValueTask<IReadOnlyList<IReadOnlyDictionary<string, string>>> TaskConfigsAsync(int tasksMax, CancellationToken cancellationToken)
    {
        var configs = Enumerable.Range(0, tasksMax).Select(IReadOnlyDictionary<string, string> (task) => new Dictionary<string, string>(_settings)
        {
            ["number"] = task.ToString(CultureInfo.InvariantCulture),
        });
        return ValueTask.FromResult<IReadOnlyList<IReadOnlyDictionary<string, string>>>([.. configs]);
    }
}

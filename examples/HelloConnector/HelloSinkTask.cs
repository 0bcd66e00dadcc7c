using OrleansConnect.Abstractions.Plugins;
using OrleansConnect.Abstractions.Sinks;

namespace HelloConnector;

internal sealed class HelloSinkTask : SinkTask
{
    private IPluginLog? _log;

    public override ValueTask StartAsync(ISinkTaskContext context, IReadOnlyDictionary<string, string> settings, CancellationToken cancellationToken)
    {
        _log = context.Log;
        return ValueTask.CompletedTask;
    }

    public override ValueTask PutAsync(IReadOnlyList<SinkRecord> records, CancellationToken cancellationToken)
    {
        foreach (var record in records)
        {
            _log!.Write(LogSeverity.Information, $"Hello, {record.Key}, for the {record.Value}. time!"); // Set by StartAsync.
        }

        return ValueTask.CompletedTask;
    }
}

using OrleansConnect.Abstractions.Configuration;
using OrleansConnect.Abstractions.Sinks;

namespace HelloConnector;

/// <summary>Greets in the log.</summary>
public sealed class HelloSinkConnector : SinkConnector
{
    public override ConfigDef Config { get; } = new();

    public override Type TaskType => typeof(HelloSinkTask);

    public override ValueTask<IReadOnlyList<IReadOnlyDictionary<string, string>>> TaskConfigsAsync(int tasksMax, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<IReadOnlyDictionary<string, string>>>([.. Enumerable.Repeat(new Dictionary<string, string>(), tasksMax)]);
}

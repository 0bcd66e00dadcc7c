using OrleansConnect.Abstractions.Configuration;
using OrleansConnect.Abstractions.Sinks;

namespace OrleansConnect.Tests.Unit.Runtime.DeadLetters;

/// <summary>A sink whose one task does what its settings say.</summary>
internal sealed class ScriptedSink : SinkConnector
{
    public override ConfigDef Config { get; } = new();

    public override Type TaskType => typeof(ScriptedSinkTask);

    public override ValueTask<IReadOnlyList<IReadOnlyDictionary<string, string>>> TaskConfigsAsync(int tasksMax, CancellationToken cancellationToken) =>
        throw new NotSupportedException();
}

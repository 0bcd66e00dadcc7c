using OrleansConnect.Abstractions.Configuration;
using OrleansConnect.Abstractions.Sources;

namespace OrleansConnect.Tests.Plugins;

/// <summary>Throws when it is made.</summary>
public sealed class UnmakeableConnector : SourceConnector
{
    public UnmakeableConnector() => throw new InvalidOperationException("There is no licence on this machine.");

    public override ConfigDef Config { get; } = new();

    public override Type TaskType => typeof(StuckSourceTask);

    public override ValueTask<IReadOnlyList<IReadOnlyDictionary<string, string>>> TaskConfigsAsync(int tasksMax, CancellationToken cancellationToken) =>
        throw new NotSupportedException();
}

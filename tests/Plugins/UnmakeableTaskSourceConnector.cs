using OrleansConnect.Abstractions.Configuration;
using OrleansConnect.Abstractions.Sources;

namespace OrleansConnect.Tests.Plugins;

/// <summary>Its tasks throw when they are made.</summary>
public sealed class UnmakeableTaskSourceConnector : SourceConnector
{
    public override ConfigDef Config { get; } = new();

    public override Type TaskType => typeof(UnmakeableTask);

    public override ValueTask<IReadOnlyList<IReadOnlyDictionary<string, string>>> TaskConfigsAsync(int tasksMax, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<IReadOnlyDictionary<string, string>>>([new Dictionary<string, string>()]);
}

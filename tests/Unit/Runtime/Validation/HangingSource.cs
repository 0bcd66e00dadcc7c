using OrleansConnect.Abstractions.Configuration;
using OrleansConnect.Abstractions.Sources;

namespace OrleansConnect.Tests.Unit.Runtime.Validation;

/// <summary>A connector whose validation blocks its thread until the process ends.</summary>
internal sealed class HangingSource : SourceConnector
{
    public override ConfigDef Config { get; } = new();

    public override Type TaskType => throw new NotSupportedException();

    public override ValueTask<IReadOnlyList<IReadOnlyDictionary<string, string>>> TaskConfigsAsync(int tasksMax, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public override ValueTask<IReadOnlyList<ConfigValue>> ValidateAsync(IReadOnlyDictionary<string, string?> settings, CancellationToken cancellationToken)
    {
        using var never = new ManualResetEventSlim();
        never.Wait(CancellationToken.None);
        return base.ValidateAsync(settings, cancellationToken);
    }
}

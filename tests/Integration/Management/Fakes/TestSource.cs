using OrleansConnect.Abstractions.Configuration;
using OrleansConnect.Abstractions.Sources;

namespace OrleansConnect.Tests.Integration.Management.Fakes;

/// <summary>A connector that is only looked at. With <c>hang</c> in its configuration its validation never ends.</summary>
internal sealed class TestSource : SourceConnector
{
    private static readonly ConfigDef Definition = new ConfigDef()
        .String("file", "Path of the file to read.");

    public override ConfigDef Config => Definition;

    public override Type TaskType => throw new NotSupportedException();

    public override ValueTask<IReadOnlyList<IReadOnlyDictionary<string, string>>> TaskConfigsAsync(int tasksMax, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public override ValueTask<IReadOnlyList<ConfigValue>> ValidateAsync(IReadOnlyDictionary<string, string?> settings, CancellationToken cancellationToken) =>
        settings.ContainsKey("hang") ? new(new TaskCompletionSource<IReadOnlyList<ConfigValue>>().Task) : base.ValidateAsync(settings, cancellationToken);
}

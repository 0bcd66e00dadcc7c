using OrleansConnect.Abstractions.Sources;

namespace OrleansConnect.Tests.Plugins;

internal sealed class UnmakeableTask : SourceTask
{
    public UnmakeableTask() => throw new InvalidOperationException("There is no licence for tasks.");

    public override ValueTask StartAsync(ISourceTaskContext context, IReadOnlyDictionary<string, string> settings, CancellationToken cancellationToken) => throw new NotSupportedException();

    public override ValueTask<IReadOnlyList<SourceRecord>> PollAsync(CancellationToken cancellationToken) => throw new NotSupportedException();
}

using OrleansConnect.Abstractions.Sources;

namespace OrleansConnect.Tests.Plugins;

/// <summary>Notes its start and has nothing to send.</summary>
internal sealed class AskingSourceTask : SourceTask
{
    public override ValueTask StartAsync(ISourceTaskContext context, IReadOnlyDictionary<string, string> settings, CancellationToken cancellationToken)
    {
        File.AppendAllText(settings["starts.file"], $"task {settings.GetValueOrDefault("secret")}\n");
        return ValueTask.CompletedTask;
    }

    public override async ValueTask<IReadOnlyList<SourceRecord>> PollAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
        return [];
    }
}

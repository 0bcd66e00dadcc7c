using OrleansConnect.Abstractions.Sources;

namespace OrleansConnect.Tests.Plugins;

internal sealed class StuckSourceTask : SourceTask
{
    private IReadOnlyDictionary<string, string> _settings = new Dictionary<string, string>();

    public override ValueTask StartAsync(ISourceTaskContext context, IReadOnlyDictionary<string, string> settings, CancellationToken cancellationToken)
    {
        _settings = settings;
        Stuck.If(settings, "start");
        return ValueTask.CompletedTask;
    }

    public override async ValueTask<IReadOnlyList<SourceRecord>> PollAsync(CancellationToken cancellationToken)
    {
        Stuck.If(_settings, "poll");
        await Task.Delay(TimeSpan.FromHours(1), TimeProvider.System, cancellationToken);
        return [];
    }

    public override ValueTask DisposeAsync()
    {
        Stuck.If(_settings, "stop");
        return base.DisposeAsync();
    }
}

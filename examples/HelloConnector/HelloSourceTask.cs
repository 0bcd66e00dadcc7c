using OrleansConnect.Abstractions.Sources;

namespace HelloConnector;

internal sealed class HelloSourceTask : SourceTask
{
    private IReadOnlyDictionary<string, string> _settings = new Dictionary<string, string>();
    private PeriodicTimer? _timer;
    private long _count;

    public override async ValueTask StartAsync(ISourceTaskContext context, IReadOnlyDictionary<string, string> settings, CancellationToken cancellationToken)
    {
        _settings = settings;
        _timer = new PeriodicTimer(TimeSpan.FromSeconds(1), context.Time);
        var committed = await context.Offsets.ReadAsync(SourcePartition.Of("greeted", settings["greeted"]), cancellationToken);
        _count = committed?["count"] as long? ?? 0;
    }

    public override async ValueTask<IReadOnlyList<SourceRecord>> PollAsync(CancellationToken cancellationToken)
    {
        await _timer!.WaitForNextTickAsync(cancellationToken); // Made by StartAsync.
        var (topic, name, offset) = (_settings["topic"], _settings["greeted"], SourceOffset.Of("count", ++_count));
        return [new() { Topic = topic, Key = name, Value = _count, SourcePartition = SourcePartition.Of("greeted", name), SourceOffset = offset }];
    }

    public override ValueTask DisposeAsync()
    {
        _timer?.Dispose();
        return base.DisposeAsync();
    }
}

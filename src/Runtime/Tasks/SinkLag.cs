using OrleansConnect.Kafka;
using OrleansConnect.Runtime.Pipeline;
using TopicPartition = OrleansConnect.Abstractions.Data.TopicPartition;

namespace OrleansConnect.Runtime.Tasks;

/// <summary>
/// How far a sink task is behind. While it reads, its consumer knows the ends of its partitions; while it does not, because a put takes long or is to be repeated, or because it or some of
/// its partitions are paused, Kafka is asked for them, beside the loop.
/// </summary>
internal sealed class SinkLag(TaskControl control, SinkSession session) : IDisposable
{
    private static readonly TimeSpan UpdateInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan AskInterval = TimeSpan.FromSeconds(5);

    private readonly TimeProvider _time = session.Context.Time;
    private readonly CancellationTokenSource _ended = new();
    private Task _watching = Task.CompletedTask;
    private IReadOnlyDictionary<TopicPartition, long>? _asked;
    private IReadOnlyCollection<TopicPartition> _paused = [];
    private volatile bool _isReading;
    private long _readAt = session.Context.Time.GetTimestamp();
    private long _updatedAt;
    private long _lastPutMs = -1;

    /// <summary>Whether the lag that was told last is none: another one, or one that is not known, has to be told anew before long.</summary>
    public bool IsSettled { get; private set; }

    /// <summary>Looks, every few seconds, whether Kafka has to be asked.</summary>
    public void Start() => _watching = Task.Run(WatchAsync);

    public async Task StopAsync()
    {
        await _ended.CancelAsync();
        await _watching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>The loop begins to read.</summary>
    public void BeginRead()
    {
        Volatile.Write(ref _paused, session.Context.Paused.Count > 0 ? [.. session.Context.Paused] : []);
        _isReading = true;
    }

    /// <summary>It has read: what the consumer knows is younger than what was asked for, but for partitions that it does not fetch.</summary>
    public void EndRead()
    {
        Volatile.Write(ref _readAt, _time.GetTimestamp());
        _isReading = false;
        if (_paused.Count == 0)
        {
            Volatile.Write(ref _asked, null);
        }
    }

    /// <summary>The task has taken a batch.</summary>
    public void SetPut(SinkBatch batch)
    {
        if (batch.Records.Count > 0 && batch.Records[^1].TimestampMs is { } timestampMs)
        {
            Volatile.Write(ref _lastPutMs, timestampMs);
        }
    }

    /// <summary>Tells the lag, about once a second. To be called by the loop.</summary>
    public void Update()
    {
        var now = _time.GetTimestamp();
        if (_updatedAt != 0 && _time.GetElapsedTime(_updatedAt, now) < UpdateInterval)
        {
            return;
        }

        _updatedAt = now;
        Tell(session.Positions.Reaches());
    }

    public void Dispose() => _ended.Dispose();

    private async Task WatchAsync()
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(control.Stopping.Own, control.Abandoned.Own, _ended.Token);
        try
        {
            while (true)
            {
                await Task.Delay(AskInterval, _time, ended.Token);
                await AskAsync(ended.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // The task stops.
        }
    }

    // The policy for ends that Kafka does not tell, or not before the consumer is closed: the lag stays as it was last known.
    private async Task AskAsync(CancellationToken cancellationToken)
    {
        var reaches = session.Positions.Reaches();
        TopicPartition[] unread = [.. reaches.Select(reach => reach.Key).Where(IsReading() ? Volatile.Read(ref _paused).Contains : _ => true)];
        if (unread.Length == 0)
        {
            return;
        }

        try
        {
            var asked = await session.Input.AskEndsAsync(unread, cancellationToken);
            Volatile.Write(ref _asked, asked);
            Tell(session.Positions.Reaches());
        }
        catch (Exception cause) when (cause is KafkaClientException or ObjectDisposedException)
        {
        }
    }

    private bool IsReading() => _isReading || _time.GetElapsedTime(Volatile.Read(ref _readAt)) < AskInterval;

    private void Tell(IReadOnlyList<KeyValuePair<TopicPartition, long?>> reaches)
    {
        long? lag = 0;
        foreach (var (partition, reach) in reaches)
        {
            // Unknown, as long as one of them is.
            lag += EndOf(partition) - reach is { } left ? Math.Max(0, left) : null;
        }

        IsSettled = lag == 0;
        control.Counters.SetLag(lag, LagTime(lag));
    }

    private long? EndOf(TopicPartition partition)
    {
        var known = session.Input.EndOf(partition);
        return Volatile.Read(ref _asked) is { } asked && asked.TryGetValue(partition, out var end) && !(known > end) ? end : known;
    }

    private TimeSpan? LagTime(long? lag) =>
        lag == 0 ? TimeSpan.Zero
        : lag > 0 && Volatile.Read(ref _lastPutMs) is >= 0 and var last ? TimeSpan.FromMilliseconds(Math.Max(0, _time.GetUtcNow().ToUnixTimeMilliseconds() - last))
        : null;
}

using Microsoft.Extensions.Logging;
using OrleansConnect.Grains;

namespace OrleansConnect.Runtime.Tasks;

/// <summary>
/// The topics that one task uses, told about a second after their first record, and again every few seconds while more come, so that they are back soon after a reset.
/// </summary>
internal sealed partial class TopicUse : ITopicUse
{
    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RepeatInterval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LastTellingMax = TimeSpan.FromSeconds(2);

    private readonly Lock _lock = new();
    private readonly HashSet<string> _used = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _toldAt = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _isUsed = new(0);
    private readonly CancellationTokenSource _ended = new();
    private readonly TaskId _task;
    private readonly Func<IReadOnlyList<string>, Task> _tell;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Task _telling;

    public TopicUse(TaskId task, Func<IReadOnlyList<string>, Task> tell, TimeProvider time, ILogger logger)
    {
        (_task, _tell, _time, _logger) = (task, tell, time, logger);
        _telling = Task.Run(TellAsync);
    }

    public void OnUsed(string topic)
    {
        lock (_lock)
        {
            if (_used.Add(topic) && _used.Count == 1)
            {
                _isUsed.Release();
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        await _telling;
        _ended.Dispose();
        _isUsed.Dispose();
    }

    private async Task TellAsync()
    {
        try
        {
            while (true)
            {
                await _isUsed.WaitAsync(_ended.Token);
                while (HasUsed())
                {
                    await Task.Delay(LookInterval, _time, _ended.Token);
                    await TellAsync(_ended.Token);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // What the task did in its last second counts too.
            using var limit = new CancellationTokenSource(LastTellingMax, _time);
            await TellAsync(limit.Token);
        }
    }

    // The policy for a telling that fails: the topics stay to be told with the next one.
    private async Task TellAsync(CancellationToken cancellationToken)
    {
        var topics = Due();
        if (topics.Count == 0)
        {
            return;
        }

        try
        {
            await _tell(topics).WaitAsync(cancellationToken);
            SetTold(topics);
        }
        catch (Exception error)
        {
            LogNotTold(error, _task, string.Join(", ", topics));
        }
    }

    private bool HasUsed()
    {
        lock (_lock)
        {
            return _used.Count > 0;
        }
    }

    private List<string> Due()
    {
        lock (_lock)
        {
            return [.. _used.Where(topic => !WasToldLately(topic))];
        }
    }

    private bool WasToldLately(string topic) => _toldAt.TryGetValue(topic, out var at) && _time.GetElapsedTime(at) < RepeatInterval;

    private void SetTold(List<string> topics)
    {
        lock (_lock)
        {
            foreach (var topic in topics)
            {
                _used.Remove(topic);
                _toldAt[topic] = _time.GetTimestamp();
            }
        }
    }

    [LoggerMessage(LogLevel.Debug, "Task {Task} could not tell that it uses {Topic}; it tells with its next attempt.")]
    private partial void LogNotTold(Exception error, TaskId task, string topic);
}

using Microsoft.Extensions.Logging;
using OrleansConnect.Grains;
using OrleansConnect.Kafka;
using OrleansConnect.Runtime.Pipeline;

namespace OrleansConnect.Runtime.Tasks;

/// <summary>Repeats what Kafka cannot do now until it can, or the task is to stop: a cluster that is away for an hour fails no task.</summary>
internal sealed partial class KafkaPatience(TaskControl control, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan LogInterval = TimeSpan.FromSeconds(30);

    private long? _loggedAt;

    /// <summary>The request's answer, or the error that no repetition mends.</summary>
    /// <param name="what">Completes "could not".</param>
    /// <param name="request">Makes one attempt.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public async Task<T> AskAsync<T>(string what, Func<Task<T>> request, CancellationToken cancellationToken)
    {
        var backoff = new Backoff(time);
        control.Counters.WaitsFor = "kafka";
        try
        {
            while (true)
            {
                try
                {
                    return await request();
                }
                catch (KafkaClientException error) when (IsPassing(error.Error))
                {
                    LogAway(error, control.Id, what);
                    await backoff.WaitAsync(cancellationToken);
                }
            }
        }
        finally
        {
            control.Counters.WaitsFor = null;
        }
    }

    public Task AskAsync(string what, Func<Task> request, CancellationToken cancellationToken) => AskAsync(
        what,
        async () =>
        {
            await request();
            return true;
        },
        cancellationToken);

    /// <summary>Something failed that Kafka's client repeats by itself: it is counted and shown, and logged now and then, for it may come again many times.</summary>
    public void Note(string what, ErrorStage stage, string className, KafkaClientException error)
    {
        control.Counters.Errors.AddFailure(stage, className, error, time.GetUtcNow());
        control.Counters.Errors.AddRetry();
        if (_loggedAt is not { } at || time.GetElapsedTime(at) >= LogInterval)
        {
            _loggedAt = time.GetTimestamp();
            LogAway(error, control.Id, what);
        }
    }

    // A partition that was assigned a moment ago is in no state to be sought in.
    private static bool IsPassing(KafkaError error) => error.IsRetriable || error.Code == KafkaErrorCode.State;

    [LoggerMessage(LogLevel.Warning, "Task {Task} could not {What} and tries again.")]
    private partial void LogAway(Exception error, TaskId task, string what);
}

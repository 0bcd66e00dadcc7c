using Microsoft.Extensions.Logging;
using OrleansConnect.Grains;
using OrleansConnect.Kafka;

namespace OrleansConnect.Runtime.Tasks;

/// <summary>Repeats what Kafka cannot do now until it can, or the task is to stop: a cluster that is away for an hour fails no task.</summary>
internal sealed partial class KafkaPatience(TaskControl control, TimeProvider time, ILogger logger)
{
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

    // A partition that was assigned a moment ago is in no state to be sought in.
    private static bool IsPassing(KafkaError error) => error.IsRetriable || error.Code == KafkaErrorCode.State;

    [LoggerMessage(LogLevel.Warning, "Task {Task} could not {What} and tries again.")]
    private partial void LogAway(Exception error, TaskId task, string what);
}

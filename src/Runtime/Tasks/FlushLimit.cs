using Microsoft.Extensions.Logging;
using OrleansConnect.Grains;

namespace OrleansConnect.Runtime.Tasks;

/// <summary>Waits at the end of a task until Kafka has answered for its records, for as long as a flush may take and a stop leaves.</summary>
internal sealed partial class FlushLimit(TaskControl control, PendingRecords pending, CommitTiming timing, ILogger logger)
{
    public async ValueTask WaitAsync(CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(timing.Timeout, timing.Time);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token, control.Answers);
        var started = timing.Time.GetTimestamp();
        try
        {
            control.Counters.WaitsFor = "kafka";
            await pending.WaitForAnswersAsync(deadline.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            LogUnanswered(control.Id, timing.Time.GetElapsedTime(started).TotalMilliseconds);
        }
        finally
        {
            control.Counters.WaitsFor = null;
        }
    }

    [LoggerMessage(LogLevel.Warning, "Task {Task} ends while Kafka has not acknowledged all of its records within {ElapsedMs:F0} ms; its next start repeats those.")]
    private partial void LogUnanswered(TaskId task, double elapsedMs);
}

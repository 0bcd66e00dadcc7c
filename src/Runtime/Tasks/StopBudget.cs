namespace OrleansConnect.Runtime.Tasks;

/// <summary>
/// The time that a stop leaves to what a source has polled: half of it to send the rest, four fifths until Kafka has answered, so that the last commit is made before the task is
/// given up. Nothing is left to a task that was given up.
/// </summary>
internal sealed class StopBudget : IDisposable
{
    private const double ShareToSend = 0.5;
    private const double ShareToAnswer = 0.8;

    private readonly CancellationTokenSource _sending;
    private readonly CancellationTokenSource _answers;
    private readonly CancellationTokenRegistration _stopped;
    private readonly CancellationTokenRegistration _abandoned;

    /// <param name="control">The task.</param>
    /// <param name="timeout"><c>task.shutdown.graceful.timeout.ms</c>.</param>
    /// <param name="time">The clock.</param>
    public StopBudget(TaskControl control, TimeSpan timeout, TimeProvider time)
    {
        _sending = new(Timeout.InfiniteTimeSpan, time);
        _answers = new(Timeout.InfiniteTimeSpan, time);
        _stopped = control.Stopping.Own.Register(() =>
        {
            _sending.CancelAfter(timeout * ShareToSend);
            _answers.CancelAfter(timeout * ShareToAnswer);
        });
        _abandoned = control.Abandoned.Own.Register(() =>
        {
            _sending.Cancel();
            _answers.Cancel();
        });
    }

    /// <summary>Set when nothing more is to be sent.</summary>
    public CancellationToken Sending => _sending.Token;

    /// <summary>Set when no answer is to be awaited any more.</summary>
    public CancellationToken Answers => _answers.Token;

    public void Dispose()
    {
        _stopped.Dispose();
        _abandoned.Dispose();
        _sending.Dispose();
        _answers.Dispose();
    }
}

using OrleansConnect.Abstractions.Errors;

namespace OrleansConnect.Runtime.Tasks;

/// <summary>
/// Whether a runner may copy offsets that it has committed. The copy is no part of the transaction, so that nothing fences a runner that was held up behind its commit: it asks whether
/// it is still the one to run the task.
/// </summary>
internal sealed class CopyPermit(TaskControl control, CommitTiming timing)
{
    /// <exception cref="ConnectException">Another runner has taken its place.</exception>
    /// <exception cref="OperationCanceledException">Nobody has said in time.</exception>
    public async Task RequireAsync(CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(timing.Timeout, timing.Time);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        await control.Lease.WaitAsync(deadline.Token);
        if (control.Stopping.IsSet)
        {
            // It is being stopped, so that it is not wanted any more, and nobody takes its place before it has ended or was abandoned.
            return;
        }

        if (!await new WantedTask(control, timing.Time).AskAsync(deadline.Token))
        {
            throw new ConnectException($"Source task {control.Id} has been revoked from this worker");
        }
    }
}

namespace OrleansConnect.Runtime.Tasks;

/// <summary>Asks the connector whether this runner, and no later one, is to run the task.</summary>
internal sealed class WantedTask(TaskControl control, TimeProvider time)
{
    public async Task<bool> AskAsync(CancellationToken cancellationToken)
    {
        var backoff = new Backoff(time);
        while (true)
        {
            try
            {
                return await control.IsWantedAsync().WaitAsync(cancellationToken);
            }
            catch (Exception cause) when (cause is OrleansException or TimeoutException)
            {
                // The connector grain is moving or its silo is gone: somebody else will answer.
                await backoff.WaitAsync(cancellationToken);
            }
        }
    }
}

namespace OrleansConnect.Kafka.Log;

/// <summary>
/// Lets any number of callers share one running call and one that follows it. A caller never gets a call that began before it asked; those who ask at one moment, as the states of a grain that
/// is activated do, get the same.
/// </summary>
internal sealed class SharedCall(Func<Task> call)
{
    private readonly Lock _gate = new();
    private Task _running = Task.CompletedTask;
    private Task? _next;

    public Task RunAsync()
    {
        lock (_gate)
        {
            return _next ??= BeginAfterAsync(_running);
        }
    }

    private async Task BeginAfterAsync(Task running)
    {
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding);
        Task mine;
        lock (_gate)
        {
            _next = null;
            mine = _running = call();
        }

        await mine.ConfigureAwait(false);
    }
}

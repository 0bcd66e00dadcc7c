namespace OrleansConnect.Kafka.Log;

/// <summary>Lets any number of callers share one running call and one that follows it. A caller never gets a call that began before it asked.</summary>
internal sealed class SharedCall(Func<Task> call)
{
    private readonly Lock _gate = new();
    private Task? _running;
    private Task? _next;

    public Task RunAsync()
    {
        lock (_gate)
        {
            if (_running is { IsCompleted: false })
            {
                return _next ??= FollowAsync(_running);
            }

            return _running = call();
        }
    }

    private async Task FollowAsync(Task running)
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

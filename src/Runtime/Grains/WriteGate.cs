namespace OrleansConnect.Runtime.Grains;

/// <summary>Lets one change of a configuration through at a time; what takes long, its validation, is done before.</summary>
#pragma warning disable CA1001 // The semaphore has no wait handle, and grains are not disposed but deactivated.
internal sealed class WriteGate
#pragma warning restore CA1001
{
    private readonly SemaphoreSlim _turn = new(1);

    public async Task<T> PassAsync<T>(Func<Task<T>> change)
    {
        await _turn.WaitAsync();
        try
        {
            return await change();
        }
        finally
        {
            _turn.Release();
        }
    }
}

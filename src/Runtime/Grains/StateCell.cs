using OrleansConnect.Grains;

namespace OrleansConnect.Runtime.Grains;

/// <summary>
/// One stored state, written by one at a time. It is shown as it was until a change is stored. What a write that failed would have made of it is forgotten; whether one whose outcome is
/// unknown took effect is found out by writing again what was there before, which somebody else's write, or that one's, refuses.
/// </summary>
#pragma warning disable CA1001 // The semaphore has no wait handle, and grains are not disposed but deactivated.
internal sealed class StateCell<T>(IPersistentState<T> facet, Action onStale)
    where T : class
#pragma warning restore CA1001
{
    private readonly SemaphoreSlim _turn = new(1);
    private bool _isInDoubt;
    private T? _before;

    public T State => _before ?? facet.State;

    /// <summary>Stores a change, made of the state when its turn has come.</summary>
    /// <exception cref="ConnectRequestException">It was not stored, or nobody knows.</exception>
    public async Task ChangeAsync(Func<T, T> change)
    {
        await _turn.WaitAsync();
        var before = facet.State;
        try
        {
            var after = change(before);
            (_before, facet.State) = (before, after);
            await WriteAsync();
            _isInDoubt = false;
        }
        catch
        {
            facet.State = before;
            throw;
        }
        finally
        {
            _before = null;
            _turn.Release();
        }
    }

    /// <summary>Finds out what became of a write whose outcome is unknown.</summary>
    public Task SettleAsync() => _isInDoubt ? ChangeAsync(state => state) : Task.CompletedTask;

    /// <summary>Stores the state as it is now; whoever calls this sees to it that only one does at a time.</summary>
    public async Task WriteAsync()
    {
        try
        {
            await facet.WriteStateAsync();
        }
        catch (Exception cause)
        {
            _isInDoubt |= StoreFault.IsOutcomeUnknown(cause);
            if (StoreFault.IsStale(cause))
            {
                onStale();
            }

            throw StoreFault.Of(cause);
        }
    }
}

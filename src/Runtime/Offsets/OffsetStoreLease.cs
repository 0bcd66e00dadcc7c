namespace OrleansConnect.Runtime.Offsets;

/// <summary>An offset store for as long as somebody needs it.</summary>
/// <param name="store">The store.</param>
/// <param name="place">What tells it from others; empty for the worker's.</param>
/// <param name="giveBack">Called when it is not needed any more.</param>
public sealed class OffsetStoreLease(ISourceOffsetStore store, string place, Func<ValueTask> giveBack) : IAsyncDisposable
{
    private Func<ValueTask>? _giveBack = giveBack;

    /// <summary>What tells the store from others: only there can its offsets be restored.</summary>
    public string Place => place;

    /// <summary>The store.</summary>
    public ISourceOffsetStore Store => store;

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Interlocked.Exchange(ref _giveBack, null)?.Invoke() ?? ValueTask.CompletedTask;
}

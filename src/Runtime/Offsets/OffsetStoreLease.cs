namespace OrleansConnect.Runtime.Offsets;

/// <summary>An offset store for as long as somebody needs it.</summary>
public sealed class OffsetStoreLease(ISourceOffsetStore store, Func<ValueTask> giveBack) : IAsyncDisposable
{
    private Func<ValueTask>? _giveBack = giveBack;

    /// <summary>The store.</summary>
    public ISourceOffsetStore Store => store;

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Interlocked.Exchange(ref _giveBack, null)?.Invoke() ?? ValueTask.CompletedTask;
}

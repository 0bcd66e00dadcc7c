namespace OrleansConnect.Runtime.Grains;

/// <summary>
/// Lets many changes of one grain's state share a write: whoever asks while a write is under way waits for the next one, which covers all who wait. For use on one grain's
/// scheduler only.
/// </summary>
internal sealed class GroupCommit(Func<Task> write)
{
    private Task _current = Task.CompletedTask;
    private Task? _next;

    /// <summary>Completes when a write that began after this call has ended, and fails as that one does.</summary>
    public Task SaveAsync()
    {
        if (_next is not null)
        {
            return _next;
        }

        if (_current.IsCompleted)
        {
            return _current = write();
        }

        return _next = WriteAfter(_current);
    }

    private async Task WriteAfter(Task before)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        _current = _next ?? Task.CompletedTask;
        _next = null;
        await write();
    }
}

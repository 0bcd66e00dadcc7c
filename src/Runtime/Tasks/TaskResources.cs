namespace OrleansConnect.Runtime.Tasks;

/// <summary>What a runner has made and has to dispose: the last first, each whatever becomes of the others.</summary>
internal sealed class TaskResources(Action<Exception> onError) : IAsyncDisposable
{
    private readonly Stack<object> _resources = [];

    public T Add<T>(T resource)
        where T : class
    {
        _resources.Push(resource);
        return resource;
    }

    public async ValueTask DisposeAsync()
    {
        while (_resources.TryPop(out var resource))
        {
            try
            {
                await DisposeAsync(resource);
            }
            catch (Exception error)
            {
                onError(error);
            }
        }
    }

    private static ValueTask DisposeAsync(object resource)
    {
        if (resource is IAsyncDisposable later)
        {
            return later.DisposeAsync();
        }

        ((IDisposable)resource).Dispose();
        return ValueTask.CompletedTask;
    }
}

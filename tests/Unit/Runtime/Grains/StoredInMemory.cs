namespace OrleansConnect.Tests.Unit.Runtime.Grains;

/// <summary>What a grain keeps, without a store behind it.</summary>
internal sealed class StoredInMemory<T> : IPersistentState<T>
    where T : new()
{
    public T State { get; set; } = new();

    /// <summary>What a write fails with.</summary>
    public Exception? Fault { get; set; }

    /// <summary>What a write waits for.</summary>
    public Task Delay { get; set; } = Task.CompletedTask;

    public string Etag => "";

    public bool RecordExists => true;

    public Task ClearStateAsync() => Task.CompletedTask;

    public Task ReadStateAsync() => Task.CompletedTask;

    public Task WriteStateAsync() => Fault is { } fault ? Task.FromException(fault) : Delay;
}

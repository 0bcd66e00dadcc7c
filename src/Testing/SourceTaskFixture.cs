using OrleansConnect.Abstractions.Sources;

namespace OrleansConnect.Testing;

/// <summary>What <see cref="SourceTaskContract"/> needs to know about a source: a source system of its own, which starts empty.</summary>
public abstract class SourceTaskFixture : IAsyncDisposable
{
    /// <summary>The settings of the task.</summary>
    public abstract IReadOnlyDictionary<string, string> Settings { get; }

    /// <summary>A new task, not started.</summary>
    public abstract SourceTask CreateTask();

    /// <summary>Makes the source system have that many more records.</summary>
    public abstract Task ProduceAsync(int count, CancellationToken cancellationToken);

    /// <summary>Removes the source system.</summary>
    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }
}

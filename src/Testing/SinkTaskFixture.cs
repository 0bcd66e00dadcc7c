using OrleansConnect.Abstractions.Sinks;

namespace OrleansConnect.Testing;

/// <summary>What <see cref="SinkTaskContract"/> needs to know about a sink: a target system of its own, which starts empty.</summary>
public abstract class SinkTaskFixture : IAsyncDisposable
{
    /// <summary>The settings of the task.</summary>
    public abstract IReadOnlyDictionary<string, string> Settings { get; }

    /// <summary>A new task, not started.</summary>
    public abstract SinkTask CreateTask();

    /// <summary>
    /// A new connector, not started, whose tasks these are; <see cref="ExactlyOnceSinkContract"/> has it change offsets, and gives it <see cref="Settings"/> with the <c>name</c>
    /// <c>test</c>. Only that contract needs it.
    /// </summary>
    public virtual SinkConnector CreateConnector() => throw new NotSupportedException($"'{GetType().Name}' does not override CreateConnector, which ExactlyOnceSinkContract needs.");

    /// <summary>A record for the sink; the number makes it another one.</summary>
    public abstract SinkRecord Record(int number);

    /// <summary>The numbers of the records that the target system has, in any order, repeated if a record is there more than once.</summary>
    public abstract Task<IReadOnlyList<int>> ReadAsync(CancellationToken cancellationToken);

    /// <summary>Removes the target system.</summary>
    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }
}

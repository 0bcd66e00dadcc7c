using System.Text;
using OrleansConnect.Kafka.Producing;
using OrleansConnect.Runtime.Tasks;

namespace OrleansConnect.Tests.Unit.Runtime.Tasks;

/// <summary>A producer with transactions: what is sent is seen when they are committed.</summary>
internal sealed class FakeTransactionalSender(FakeSender messages) : ITransactionalSender
{
    private readonly Lock _lock = new();
    private readonly List<string> _open = [];
    private readonly List<string> _committed = [];
    private readonly List<string> _journal = [];

    public Func<Task> OnInit { get; set; } = () => Task.CompletedTask;

    public Func<Task> OnCommit { get; set; } = () => Task.CompletedTask;

    public bool IsOpen { get; private set; }

    /// <summary>The values that readers of committed messages see, those of offsets too.</summary>
    public IReadOnlyList<string> Committed => Copy(_committed);

    /// <summary>How transactions ended, and what the test adds.</summary>
    public IReadOnlyList<string> Journal => Copy(_journal);

    public void Note(string what)
    {
        lock (_lock)
        {
            _journal.Add(what);
        }
    }

    public Task InitAsync(CancellationToken cancellationToken) => OnInit();

    public ValueTask SendAsync(MessageBatch batch, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            IsOpen = true;
            foreach (ref readonly var message in batch.Messages)
            {
                _open.Add(Encoding.UTF8.GetString(batch.Bytes, message.ValueStart, Math.Max(0, message.ValueLength)));
            }
        }

        return messages.SendAsync(batch, cancellationToken);
    }

    public Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task CommitAsync(CancellationToken cancellationToken)
    {
        await OnCommit();
        End("commit", _committed.AddRange);
    }

    public Task AbortAsync(CancellationToken cancellationToken)
    {
        if (IsOpen)
        {
            End("abort", _ => { });
        }

        return Task.CompletedTask;
    }

    public ValueTask DisposeAsync() => messages.DisposeAsync();

    private void End(string how, Action<List<string>> keep)
    {
        lock (_lock)
        {
            keep(_open);
            _open.Clear();
            _journal.Add(how);
            IsOpen = false;
        }
    }

    private List<string> Copy(List<string> list)
    {
        lock (_lock)
        {
            return [.. list];
        }
    }
}

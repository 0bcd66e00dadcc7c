using OrleansConnect.Kafka.Log;
using OrleansConnect.Tests.Unit.Runtime.Tasks;

namespace OrleansConnect.Tests.Unit.Kafka.Log;

/// <summary>A call that is made for all who ask, never one that began before they did.</summary>
public sealed class SharedCallTests
{
    private readonly List<TaskCompletionSource> _calls = [];
    private readonly SharedCall _shared;

    public SharedCallTests() => _shared = new(() =>
    {
        var call = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_calls)
        {
            _calls.Add(call);
        }

        return call.Task;
    });

    [Fact]
    public async Task Who_asks_while_one_runs_shares_the_next_with_all_who_do()
    {
        var first = _shared.RunAsync();
        await Begun(1);
        Task[] later = [_shared.RunAsync(), _shared.RunAsync(), _shared.RunAsync()];
        Assert.Single(_calls);

        _calls[0].SetResult();
        await first;
        Assert.DoesNotContain(later, task => task.IsCompleted);

        await Begun(2);
        _calls[1].SetResult();
        await Task.WhenAll(later);
        Assert.Equal(2, _calls.Count);
    }

    [Fact]
    public async Task A_call_that_failed_is_its_callers_alone()
    {
        var first = _shared.RunAsync();
        await Begun(1);
        var second = _shared.RunAsync();

        _calls[0].SetException(new InvalidOperationException("Gone."));
        await Assert.ThrowsAsync<InvalidOperationException>(() => first);
        await Begun(2);
        _calls[1].SetResult();
        await second;
    }

    private Task Begun(int calls) => Eventually.TrueAsync(() =>
    {
        lock (_calls)
        {
            return _calls.Count == calls;
        }
    }, $"{calls} calls");
}

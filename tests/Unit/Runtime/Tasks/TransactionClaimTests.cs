using Microsoft.Extensions.Time.Testing;
using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Runtime.Tasks;

namespace OrleansConnect.Tests.Unit.Runtime.Tasks;

/// <summary>Who may take over a task's transactional id.</summary>
public sealed class TransactionClaimTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly TaskThread _thread = new("task c/0");
    private readonly TaskControl _control;
    private readonly List<string> _calls = [];

    public TransactionClaimTests()
    {
        var counters = new TaskCounters(_time);
        _control = new(new("c", 0), new(new RecordedStates()), counters, _thread);
    }

    [Fact]
    public async Task The_connector_is_asked_before_the_claim_and_after_it()
    {
        Answers(() => true, () => true);

        await MakeAsync();

        Assert.Equal(["asked", "claimed", "asked"], _calls);
        Assert.Equal("start", _control.Counters.Take().WaitsFor);
    }

    [Fact]
    public async Task A_runner_that_another_one_has_replaced_claims_nothing()
    {
        Answers(() => false);

        var error = await Assert.ThrowsAsync<ConnectException>(MakeAsync);

        Assert.Equal("Cannot start source task c/0 as it has already been revoked from this worker", error.Message);
        Assert.Equal(["asked"], _calls);
    }

    [Fact]
    public async Task A_runner_that_was_replaced_during_its_claim_does_not_start()
    {
        Answers(() => true, () => false);

        var error = await Assert.ThrowsAsync<ConnectException>(MakeAsync);

        Assert.EndsWith("has already been revoked from this worker", error.Message, StringComparison.Ordinal);
        Assert.Equal(["asked", "claimed", "asked"], _calls);
    }

    [Fact]
    public async Task While_the_connector_moves_it_is_asked_again()
    {
        Answers(() => throw new SiloUnavailableException("gone"), () => throw new TimeoutException(), () => true, () => true);

        var making = MakeAsync();
        await Eventually.TrueAsync(
            () =>
            {
                _time.Advance(TimeSpan.FromMilliseconds(100));
                return making.IsCompleted;
            },
            "the claim");

        await making;
        Assert.Equal(["asked", "asked", "asked", "claimed", "asked"], _calls);
    }

    [Fact]
    public async Task A_task_that_is_stopped_meanwhile_waits_no_longer()
    {
        Answers(() => throw new SiloUnavailableException("gone"));
        using var stopping = new CancellationTokenSource();

        var making = new TransactionClaim(_control, Sender(), _time).MakeAsync(stopping.Token);
        await stopping.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => making);
        Assert.Equal(["asked"], _calls);
    }

    public void Dispose() => _thread.Dispose();

    private Task MakeAsync() => new TransactionClaim(_control, Sender(), _time).MakeAsync(TestContext.Current.CancellationToken);

    private void Answers(params Func<bool>[] answers)
    {
        var left = new Queue<Func<bool>>(answers);
        _control.IsWantedAsync = () =>
        {
            _calls.Add("asked");
            return Task.FromResult(left.Dequeue()());
        };
    }

    private FakeTransactionalSender Sender() => new(new FakeSender(new PendingRecords(new(false, false), _control.Counters)))
    {
        OnInit = () =>
        {
            _calls.Add("claimed");
            return Task.CompletedTask;
        },
    };
}

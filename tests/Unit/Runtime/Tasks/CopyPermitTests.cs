using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Runtime.Placement;
using OrleansConnect.Runtime.Tasks;

namespace OrleansConnect.Tests.Unit.Runtime.Tasks;

/// <summary>Who may copy offsets that it has committed.</summary>
public sealed class CopyPermitTests : IDisposable
{
    private readonly TaskThread _thread = new("task c/0");
    private readonly TaskControl _control;

    public CopyPermitTests() => _control = new(new("c", 0), new(new RecordedStates()), new(TimeProvider.System), _thread);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_runner_of_the_task_may() => await Permit(TimeSpan.FromMinutes(1)).RequireAsync(Cancel);

    [Fact]
    public async Task A_runner_that_another_one_has_replaced_may_not()
    {
        _control.IsWantedAsync = () => Task.FromResult(false);

        await Assert.ThrowsAsync<ConnectException>(() => Permit(TimeSpan.FromMinutes(1)).RequireAsync(Cancel));
    }

    [Fact]
    public async Task One_that_is_being_stopped_may_since_its_successor_waits_for_it()
    {
        _control.IsWantedAsync = () => Task.FromResult(false);
        await _control.Stopping.SetAsync();

        await Permit(TimeSpan.FromMinutes(1)).RequireAsync(Cancel);
    }

    [Fact]
    public async Task A_worker_without_its_lease_may_not_and_waits_no_longer_than_a_flush_may_take()
    {
        _control.Lease = WorkerLease.For(TimeSpan.Zero);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Permit(TimeSpan.FromMilliseconds(20)).RequireAsync(Cancel));
    }

    public void Dispose() => _thread.Dispose();

    private CopyPermit Permit(TimeSpan timeout) => new(_control, new(TimeSpan.FromHours(1), timeout, TimeProvider.System));
}

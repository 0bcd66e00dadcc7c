using System.Diagnostics;
using OrleansConnect.Runtime.Placement;

namespace OrleansConnect.Tests.Unit.Runtime.Placement;

public sealed class WorkerLeaseTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_waits_goes_on_when_the_lease_is_renewed()
    {
        var lease = WorkerLease.For(TimeSpan.FromMinutes(1));
        lease.Renew(Stopwatch.GetTimestamp() - (Stopwatch.Frequency * 61));

        var waiting = lease.WaitAsync(Cancel).AsTask();

        Assert.False(lease.IsHeld);
        Assert.False(waiting.IsCompleted);
        lease.Renew(Stopwatch.GetTimestamp());
        await waiting.WaitAsync(TimeSpan.FromSeconds(30), Cancel);
        Assert.True(lease.IsHeld);
    }

    [Fact]
    public async Task A_lost_lease_is_not_renewed()
    {
        var lease = WorkerLease.For(TimeSpan.FromMinutes(1));

        lease.Lose();
        lease.Renew(Stopwatch.GetTimestamp());

        Assert.False(lease.IsHeld);
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => lease.WaitAsync(cancelled.Token).AsTask());
    }

    [Fact]
    public void A_lease_without_limit_is_held() => Assert.True(WorkerLease.Unlimited.IsHeld);
}

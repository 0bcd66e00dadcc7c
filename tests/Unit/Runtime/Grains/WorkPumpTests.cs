using Microsoft.Extensions.Time.Testing;
using OrleansConnect.Runtime.Grains;

namespace OrleansConnect.Tests.Unit.Runtime.Grains;

public sealed class WorkPumpTests
{
    [Fact]
    public async Task Signals_during_a_run_lead_to_one_more()
    {
        var runs = 0;
        var gate = new TaskCompletionSource();
        var pump = new WorkPump(
            async _ =>
            {
                if (++runs == 1)
                {
                    await gate.Task;
                }
            },
            (_, _) => { },
            TimeProvider.System);

        pump.Signal();
        await Eventually(() => runs == 1);
        pump.Signal();
        pump.Signal();
        gate.SetResult();

        await Eventually(() => runs == 2);
        await pump.StopAsync();
        Assert.Equal(2, runs);
    }

    [Fact]
    public async Task A_failed_run_is_tried_again_after_pauses_that_double()
    {
        var time = new FakeTimeProvider();
        var pauses = new List<TimeSpan>();
        var pump = new WorkPump(_ => Task.FromException(new IOException("down")), (_, pause) => pauses.Add(pause), time);

        pump.Signal();
        for (var run = 1; run <= 3; run++)
        {
            await Eventually(() => pauses.Count >= run);
            await Eventually(() =>
            {
                time.Advance(pauses[^1]);
                return pauses.Count > run;
            });
        }

        Assert.Equal([250, 500, 1000], pauses.Take(3).Select(pause => pause.TotalMilliseconds));
        await pump.StopAsync();
    }

    [Fact]
    public async Task A_stop_cancels_what_runs()
    {
        var began = new TaskCompletionSource();
        var pump = new WorkPump(
            async cancel =>
            {
                began.SetResult();
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancel);
            },
            (_, _) => { },
            TimeProvider.System);
        pump.Signal();
        await began.Task;

        await pump.StopAsync();

        pump.Signal();
    }

    private static async Task Eventually(Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!condition())
        {
            await Task.Delay(1, limit.Token);
        }
    }
}

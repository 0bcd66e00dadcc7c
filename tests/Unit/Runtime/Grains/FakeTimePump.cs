using Microsoft.Extensions.Time.Testing;

namespace OrleansConnect.Tests.Unit.Runtime.Grains;

internal static class FakeTimePump
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(5);

    /// <summary>Waits for work whose pauses and waits pass at once.</summary>
    public static async Task PumpAsync(this FakeTimeProvider time, Task work)
    {
        while (!work.IsCompleted)
        {
            time.Advance(Step);
            await Task.Yield();
        }

        await work;
    }
}

using System.Diagnostics;
using System.Globalization;

namespace OrleansConnect.Benchmarks.State;

/// <summary>Times of one operation after another.</summary>
internal static class Percentiles
{
    public static async Task<string> OfAsync(int count, Func<int, Task> operation)
    {
        var times = new double[count];
        for (var i = -(count / 10); i < count; i++)
        {
            var start = Stopwatch.GetTimestamp();
            await operation(i);
            if (i >= 0)
            {
                times[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            }
        }

        Array.Sort(times);
        return string.Create(CultureInfo.InvariantCulture, $"{times[count / 2]:0.00} ms median, {times[count * 99 / 100]:0.00} ms p99, {times[^1]:0.0} ms max");
    }
}

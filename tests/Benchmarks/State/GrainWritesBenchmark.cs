using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Storage;
using OrleansConnect.KafkaState.GrainStorage;

namespace OrleansConnect.Benchmarks.State;

/// <summary>100 grains that write their state again and again through the grain storage, each waiting for its own write.</summary>
internal static class GrainWritesBenchmark
{
    private const int Grains = 100;
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(5);

    public static async Task<string> RunAsync(string bootstrapServers)
    {
        using var host = StateHost.Build(bootstrapServers);
        var storage = (KafkaGrainStorage)host.Services.GetRequiredKeyedService<IGrainStorage>("Default");
        await storage.StartAsync(CancellationToken.None);
        await WriteAllAsync(storage, TimeSpan.FromSeconds(1));
        var start = Stopwatch.GetTimestamp();
        var writes = await WriteAllAsync(storage, Duration);
        return string.Create(CultureInfo.InvariantCulture, $"{writes / Stopwatch.GetElapsedTime(start).TotalSeconds:N0} writes/s");
    }

    private static async Task<int> WriteAllAsync(KafkaGrainStorage storage, TimeSpan duration)
    {
        using var end = new CancellationTokenSource(duration);
        return (await Task.WhenAll(Enumerable.Range(0, Grains).Select(_ => Task.Run(() => WriteAsync(storage, end.Token))))).Sum();
    }

    private static async Task<int> WriteAsync(KafkaGrainStorage storage, CancellationToken end)
    {
        var grain = GrainId.Create("bench", Guid.NewGuid().ToString("n"));
        var state = new GrainState<Dictionary<string, string>>(new() { ["connector.class"] = "FileStreamSource", ["note"] = new string('x', 400) });
        var writes = 0;
        for (; !end.IsCancellationRequested; writes++)
        {
            await storage.WriteStateAsync("state", grain, state, CancellationToken.None);
        }

        return writes;
    }
}

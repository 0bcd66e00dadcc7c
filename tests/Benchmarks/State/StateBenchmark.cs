namespace OrleansConnect.Benchmarks.State;

/// <summary>State in a running Kafka: <c>dotnet run --project tests/Benchmarks -c Release -- state HOST:PORT</c>.</summary>
internal static class StateBenchmark
{
    public static async Task RunAsync(string bootstrapServers)
    {
        var parts = new (string Name, Func<Task<string>> Run)[]
        {
            ("one produce (acks=all) and fetch", () => ProduceAndFetchBenchmark.RunAsync(bootstrapServers)),
            ("compare-and-set", () => CompareAndSetBenchmark.RunAsync(bootstrapServers)),
            ("one produce (acks=all) and fetch again", () => ProduceAndFetchBenchmark.RunAsync(bootstrapServers)),
            ("compare-and-set again", () => CompareAndSetBenchmark.RunAsync(bootstrapServers)),
            ("read of the end", () => CompareAndSetBenchmark.RunReadsAsync(bootstrapServers)),
            ("state writes of 100 grains at once", () => GrainWritesBenchmark.RunAsync(bootstrapServers)),
            ("load of 100,000 keys", () => LoadBenchmark.RunAsync(bootstrapServers)),
            ("membership change", () => MembershipBenchmark.RunAsync(bootstrapServers)),
        };
        foreach (var (name, run) in parts)
        {
            Console.WriteLine($"{name,-40} {await run()}");
        }
    }
}

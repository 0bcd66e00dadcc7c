using System.Net;
using Microsoft.Extensions.DependencyInjection;

namespace OrleansConnect.Benchmarks.State;

/// <summary>What a declared death costs: the table is read, a row updated by compare-and-set, and the table read again.</summary>
internal static class MembershipBenchmark
{
    private const int Count = 1000;

    public static async Task<string> RunAsync(string bootstrapServers)
    {
        using var host = StateHost.Build(bootstrapServers);
        var table = host.Services.GetRequiredService<IMembershipTable>();
        await table.InitializeMembershipTableAsync(true, CancellationToken.None);
        for (var i = 1; i <= 10; i++)
        {
            var entry = new MembershipEntry
            {
                SiloAddress = SiloAddress.New(IPAddress.Loopback, 11111, i),
                HostName = "host",
                SiloName = $"silo-{i}",
                Status = SiloStatus.Active,
                SuspectTimes = [],
            };
            await table.InsertRowAsync(entry, (await table.ReadAllAsync(CancellationToken.None)).Version.Next(), CancellationToken.None);
        }

        return await Percentiles.OfAsync(Count, async _ =>
        {
            var read = await table.ReadAllAsync(CancellationToken.None);
            var (row, etag) = read.Members[0];
            if (!await table.UpdateRowAsync(row, etag, read.Version.Next(), CancellationToken.None))
            {
                throw new InvalidOperationException("The table changed under its only writer.");
            }

            await table.ReadAllAsync(CancellationToken.None);
        });
    }
}

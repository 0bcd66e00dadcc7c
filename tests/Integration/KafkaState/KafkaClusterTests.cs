using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OrleansConnect.Tests.Victims;

namespace OrleansConnect.Tests.Integration.KafkaState;

/// <summary>Real silos in processes of their own, with Kafka as their only store.</summary>
[Collection(RealKafkaForStateTests.Name)]
public sealed class KafkaClusterTests(RealKafkaForState kafka)
{
    private readonly string _name = kafka.NewName("cluster");

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Silos_with_nothing_but_environment_variables_find_each_other_and_a_client_finds_them()
    {
        using var first = StartSilo("silo");
        using var second = StartSilo("silo");
        await Task.WhenAll(first.WaitUntilStartedAsync(Cancelled), second.WaitUntilStartedAsync(Cancelled));
        using var client = await StartClientAsync();

        await CallUntilBothServeAsync(client);

        Assert.Equal(1, await Counter(client, 0).IncrementAsync());
        Assert.Equal(2, await Counter(client, 0).IncrementAsync());
    }

    [Fact]
    public async Task A_cluster_of_which_every_process_was_killed_starts_again_within_seconds_with_its_state()
    {
        var silos = new List<VictimProcess> { StartSilo("fast-failover-silo"), StartSilo("fast-failover-silo"), StartSilo("fast-failover-silo") };
        await Task.WhenAll(silos.Select(silo => silo.WaitUntilStartedAsync(Cancelled)));
        using (var client = await StartClientAsync())
        {
            await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Counter(client, i).IncrementAsync()));
        }

        silos.ForEach(silo => silo.Dispose());
        var clock = Stopwatch.StartNew();
        silos = [StartSilo("fast-failover-silo"), StartSilo("fast-failover-silo")];
        try
        {
            await Task.WhenAll(silos.Select(silo => silo.WaitUntilStartedAsync(Cancelled)));
            using var client = await StartClientAsync();
            var values = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Counter(client, i).GetAsync()));

            Assert.All(values, value => Assert.Equal(1, value));
            TestContext.Current.SendDiagnosticMessage($"The cluster served again after {clock.Elapsed.TotalSeconds:0.0} s.");
            Assert.True(clock.Elapsed < TimeSpan.FromSeconds(30), $"It took {clock.Elapsed}.");
        }
        finally
        {
            silos.ForEach(silo => silo.Dispose());
        }
    }

    /// <summary>Calls grain after grain: a silo gets none before the others have heard of its load, a second or two after it has started.</summary>
    private static async Task CallUntilBothServeAsync(IHost client)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        limit.CancelAfter(TimeSpan.FromMinutes(1));
        var silos = new HashSet<string>();
        for (var i = 0; silos.Count < 2; i++)
        {
            silos.Add(await Counter(client, i).GetSiloAsync());
            await Task.Delay(10, limit.Token);
        }
    }

    private VictimProcess StartSilo(string program)
    {
        var port = FreePorts.FindTwo();
        return new VictimProcess(
            new Dictionary<string, string>(Settings)
            {
                ["Orleans__GrainStorage__Default__ProviderType"] = "KafkaServer",
                ["Orleans__GrainStorage__Default__ServiceKey"] = "kafka",
                ["Orleans__Reminders__ProviderType"] = "Kafka",
                ["Orleans__Reminders__ServiceKey"] = "kafka",
                ["Orleans__Endpoints__AdvertisedIPAddress"] = "127.0.0.1",
                ["Orleans__Endpoints__SiloPort"] = port.ToString(CultureInfo.InvariantCulture),
                ["Orleans__Endpoints__GatewayPort"] = (port + 1).ToString(CultureInfo.InvariantCulture),
            },
            program);
    }

    private async Task<IHost> StartClientAsync()
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(Settings.Select(pair => KeyValuePair.Create(pair.Key.Replace("__", ":", StringComparison.Ordinal), (string?)pair.Value)));
        builder.UseOrleansClient();
        var host = builder.Build();
        await host.StartAsync(Cancelled);
        return host;
    }

    private Dictionary<string, string> Settings => new()
    {
        ["Orleans__ClusterId"] = _name,
        ["Orleans__ServiceId"] = _name,
        ["Orleans__Clustering__ProviderType"] = "Kafka",
        ["Orleans__Clustering__ServiceKey"] = "kafka",
        ["ConnectionStrings__kafka"] = kafka.BootstrapServers,
    };

    private static ICounterGrain Counter(IHost client, int i) =>
        client.Get<IGrainFactory>().GetGrain<ICounterGrain>(i.ToString(CultureInfo.InvariantCulture));
}

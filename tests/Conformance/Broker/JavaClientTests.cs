using System.Diagnostics;

namespace OrleansConnect.Tests.Conformance.Broker;

/// <summary>Kafka's own command-line tools against the embedded broker; each start of a JVM takes a while, so they are few.</summary>
[Collection(EmbeddedBrokerCollection.Name)]
public sealed class JavaClientTests(EmbeddedBroker broker)
{
    private readonly string _topic = "java-" + Guid.NewGuid().ToString("N");

    [Fact]
    public async Task Topics_and_configs_are_managed()
    {
        ApacheKafka.SkipWithoutHome();

        await RunAsync("kafka-topics.sh", ["--create", "--topic", _topic, "--partitions", "3"]);
        await RunAsync("kafka-configs.sh", ["--alter", "--topic", _topic, "--add-config", "retention.ms=12345"]);
        await RunAsync("kafka-topics.sh", ["--alter", "--topic", _topic, "--partitions", "5"]);
        var described = await RunAsync("kafka-topics.sh", ["--describe", "--topic", _topic]);
        var configs = await RunAsync("kafka-configs.sh", ["--describe", "--all", "--topic", _topic]);
        await RunAsync("kafka-topics.sh", ["--delete", "--topic", _topic]);
        var listed = await RunAsync("kafka-topics.sh", ["--list"]);

        Assert.Contains("PartitionCount: 5", described, StringComparison.Ordinal);
        Assert.Contains("retention.ms=12345", described, StringComparison.Ordinal);
        Assert.Contains("DYNAMIC_TOPIC_CONFIG:retention.ms=12345", configs, StringComparison.Ordinal);
        Assert.DoesNotContain(_topic, listed, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Console_clients_and_groups_work()
    {
        ApacheKafka.SkipWithoutHome();

        await RunAsync("kafka-console-producer.sh", ["--topic", _topic], input: "one\ntwo\nthree\n");
        var consumed = await RunAsync("kafka-console-consumer.sh", ["--topic", _topic, "--group", _topic, "--from-beginning", "--max-messages", "3"]);
        var group = await RunAsync("kafka-consumer-groups.sh", ["--describe", "--group", _topic]);

        await RunAsync("kafka-consumer-groups.sh", ["--reset-offsets", "--to-offset", "1", "--execute", "--group", _topic, "--topic", _topic]);
        var reset = await RunAsync("kafka-consumer-groups.sh", ["--describe", "--group", _topic]);
        await RunAsync("kafka-consumer-groups.sh", ["--delete", "--group", _topic]);

        Assert.Equal(["one", "two", "three"], consumed.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Matches($@"{_topic}\s+{_topic}\s+0\s+3\s+3\s+0", group);
        Assert.Matches($@"{_topic}\s+{_topic}\s+0\s+1\s+3\s+2", reset);
    }

    [Fact]
    public async Task Transactions_and_the_cluster_can_be_looked_at()
    {
        ApacheKafka.SkipWithoutHome();
        var clients = new Clients(broker.BootstrapServers);
        await clients.NewTopicAsync();
        using var producer = clients.Producer(config => config.TransactionalId = _topic);
        producer.InitTransactions(TimeSpan.FromSeconds(20));
        producer.BeginTransaction();
        await producer.ProduceAsync(_topic, new() { Value = "open" }, TestContext.Current.CancellationToken);

        var described = await RunAsync("kafka-transactions.sh", ["describe", "--transactional-id", _topic]);
        var producers = await RunAsync("kafka-transactions.sh", ["describe-producers", "--topic", _topic, "--partition", "0"]);
        var versions = await RunAsync("kafka-broker-api-versions.sh", []);

        Assert.Contains("Ongoing", described, StringComparison.Ordinal);
        Assert.Contains($"{_topic}-0", described, StringComparison.Ordinal);
        Assert.Equal(2, producers.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Contains("Fetch(1): 4 to 17", versions, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Performance_tools_run_to_their_end()
    {
        ApacheKafka.SkipWithoutHome();

        var produced = await RunAsync("kafka-producer-perf-test.sh", ["--topic", _topic, "--num-records", "50000", "--record-size", "100", "--throughput", "-1"], viaProperties: true);
        var consumed = await RunAsync("kafka-consumer-perf-test.sh", ["--topic", _topic, "--num-records", "50000"]);

        Assert.Contains("50000 records sent", produced, StringComparison.Ordinal);
        Assert.Contains("50000", consumed, StringComparison.Ordinal);
    }

    private async Task<string> RunAsync(string script, string[] arguments, string input = "", bool viaProperties = false)
    {
        string[] server = viaProperties ? ["--command-property", "bootstrap.servers=" + broker.BootstrapServers] : ["--bootstrap-server", broker.BootstrapServers];
        using var process = ApacheKafka.Run(script, [.. server, .. arguments]);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60), TimeProvider.System);
        var error = process.StandardError.ReadToEndAsync(patience.Token);
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        try
        {
            var output = await process.StandardOutput.ReadToEndAsync(patience.Token);
            await process.WaitForExitAsync(patience.Token);
            Assert.True(process.ExitCode == 0, $"'{script}' failed: {output}{await error}");
            return output;
        }
        finally
        {
            Stop(process);
        }
    }

    private static void Stop(Process process)
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
        }
    }
}

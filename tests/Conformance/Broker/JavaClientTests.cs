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
        var described = await RunAsync("kafka-topics.sh", ["--describe", "--topic", _topic]);

        Assert.Contains("PartitionCount: 3", described, StringComparison.Ordinal);
        Assert.Contains("retention.ms=12345", described, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Console_clients_and_groups_work()
    {
        ApacheKafka.SkipWithoutHome();

        await RunAsync("kafka-console-producer.sh", ["--topic", _topic], input: "one\ntwo\nthree\n");
        var consumed = await RunAsync("kafka-console-consumer.sh", ["--topic", _topic, "--group", _topic, "--from-beginning", "--max-messages", "3"]);
        var group = await RunAsync("kafka-consumer-groups.sh", ["--describe", "--group", _topic]);

        Assert.Equal(["one", "two", "three"], consumed.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Matches($@"{_topic}\s+{_topic}\s+0\s+3\s+3\s+0", group);
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

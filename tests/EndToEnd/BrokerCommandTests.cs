using OrleansConnect.Tests.EndToEnd.Processes;
using OrleansConnect.Tests.Integration.KafkaState;

namespace OrleansConnect.Tests.EndToEnd;

/// <summary>The embedded Kafka alone, and its settings in a worker.</summary>
public sealed class BrokerCommandTests : IDisposable
{
    private readonly WorkFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Says_where_it_serves_and_tells_a_second_one_where_the_first_is()
    {
        var port = FreePorts.Next();
        await using var broker = Worker.StartBare(_folder.Path, "broker", "--data-dir", "d", "--port", $"{port}");
        await Eventually.IsTrueAsync(() => broker.Log.Contains($"Embedded Kafka serves on 127.0.0.1:{port}", StringComparison.Ordinal), "the broker serves", details: () => broker.Log);

        await using var second = Worker.StartBare(_folder.Path, "broker", "--data-dir", "d", "--port", $"{FreePorts.Next()}");
        await second.WaitForExitAsync();
        var ended = await broker.StopAsync();

        Assert.Equal((0, 1), (ended, second.ExitCode));
        Assert.Contains($"another broker on port {port} holds", second.Log, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", second.Log, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--port=http", "The port 'http' is not a number from 0 to 65535.")]
    [InlineData("--host=nowhere", "'nowhere': that is neither an IP address nor 'localhost'.")]
    [InlineData("--num.partition=3", "no property 'num.partition'")]
    [InlineData("data", "Write --data-dir data.")]
    public async Task A_bad_option_is_refused_with_the_reason(string option, string reason)
    {
        await using var broker = Worker.StartBare(_folder.Path, "broker", option);
        await broker.WaitForExitAsync();

        Assert.Equal(2, broker.ExitCode);
        Assert.Contains(reason, broker.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_worker_hands_settings_on_to_its_own_broker()
    {
        var port = FreePorts.Next();

        await using var worker = await Worker.StartReadyAsync(_folder.Path, "distributed", $"--embedded.kafka.port={port}", "--embedded.kafka.num.partitions=3");

        Assert.Contains($"Embedded Kafka serves on 127.0.0.1:{port}", worker.Log, StringComparison.Ordinal);
        Assert.DoesNotContain("is not known", worker.Log, StringComparison.Ordinal);
    }
}

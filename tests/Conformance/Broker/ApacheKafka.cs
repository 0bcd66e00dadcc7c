using System.Diagnostics;
using OrleansConnect.Tests.Integration.KafkaState;

namespace OrleansConnect.Tests.Conformance.Broker;

/// <summary>Apache Kafka from KAFKA_HOME, one node that cleans up at once.</summary>
public sealed class ApacheKafka : IBrokerUnderTest, IAsyncLifetime
{
    private const string Properties =
        """
        offsets.topic.num.partitions=1
        transaction.state.log.num.partitions=1
        group.initial.rebalance.delay.ms=0
        log.cleaner.backoff.ms=200
        log.retention.check.interval.ms=200
        log.initial.task.delay.ms=100
        log.segment.delete.delay.ms=100
        """;

    private KafkaBroker? _broker;

    public static string? Home { get; } = Environment.GetEnvironmentVariable("KAFKA_HOME");

    public string BootstrapServers
    {
        get
        {
            SkipWithoutHome();
            return _broker?.BootstrapServers ?? throw new InvalidOperationException("The broker has not been started.");
        }
    }

    public static void SkipWithoutHome() => Assert.SkipWhen(KafkaBroker.SkipReason is not null, KafkaBroker.SkipReason ?? "");

    /// <summary>Starts one of the distribution's scripts.</summary>
    public static Process Run(string script, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(Path.Combine(Home ?? "", "bin", script), arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["KAFKA_HEAP_OPTS"] = "-Xmx384m -XX:TieredStopAtLevel=1";
        return Process.Start(start) ?? throw new InvalidOperationException($"'{script}' did not start.");
    }

    public async ValueTask InitializeAsync()
    {
        if (KafkaBroker.SkipReason is null)
        {
            _broker = await KafkaBroker.StartAsync(Properties, TestContext.Current.CancellationToken);
        }
    }

    public ValueTask DisposeAsync() => _broker?.DisposeAsync() ?? ValueTask.CompletedTask;
}

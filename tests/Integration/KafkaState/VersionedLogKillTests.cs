using System.Globalization;
using System.Text;
using OrleansConnect.Kafka.Log;

namespace OrleansConnect.Tests.Integration.KafkaState;

/// <summary>
/// Three processes compare-and-set the same keys of a log whose topic is compacted all the time, while they and the broker are killed. It
/// takes some twenty seconds, or as many as STATE_KILL_SECONDS says (eng/state-kills.sh).
/// </summary>
public sealed class VersionedLogKillTests : IDisposable
{
    private const int Keys = 100;
    private const int JournalBytesBetweenFaults = 100_000;
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    private readonly DirectoryInfo _journals = Directory.CreateTempSubdirectory("state-kills-");
    private readonly VictimProcess?[] _victims = new VictimProcess?[3];
    private int _journalCount;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private static TimeSpan Duration => TimeSpan.FromSeconds(
        int.Parse(Environment.GetEnvironmentVariable("STATE_KILL_SECONDS") ?? "20", CultureInfo.InvariantCulture));

    [Fact]
    public async Task No_acknowledged_write_is_lost_and_no_version_given_out_twice_when_writers_and_broker_are_killed()
    {
        await using var broker = await KafkaBroker.StartAsync("log.cleaner.backoff.ms=100", Cancelled);
        await (await OpenAsync(broker)).DisposeAsync();
        for (var i = 0; i < _victims.Length; i++)
        {
            Start(i, broker);
        }

        var (kills, brokerKills) = await KillAtRandomAsync(broker);
        Array.ForEach(_victims, victim => victim?.Kill());

        await using var log = await OpenAsync(broker);
        var journal = CounterJournal.Read(_journals.FullName);
        var final = (await log.ScanAsync("counter-", Cancelled)).ToDictionary(pair => pair.Key, pair => pair.Value);
        var problems = journal.FindProblems(key => ToState(final.GetValueOrDefault(key, log.Find(key)))).Take(20).ToList();
        TestContext.Current.SendDiagnosticMessage(
            $"{journal.AcknowledgedCount} writes were acknowledged while writers were killed {kills} times and the broker {brokerKills} times.");
        Assert.True(problems.Count == 0, string.Join('\n', problems));
        Assert.True(brokerKills > 0 && kills > 0);
    }

    public void Dispose()
    {
        Array.ForEach(_victims, victim => victim?.Dispose());
        _journals.Delete(recursive: true);
    }

    private async Task<(int Kills, int BrokerKills)> KillAtRandomAsync(KafkaBroker broker)
    {
        var start = TimeProvider.System.GetTimestamp();
        var (kills, brokerKills) = (0, 0);
        while (TimeProvider.System.GetElapsedTime(start) < Duration || kills == 0 || brokerKills == 0)
        {
            await WaitForProgressAsync();
            if (Random.Shared.Next(3) == 0)
            {
                broker.Kill();
                brokerKills++;
                await broker.StartAgainAsync(Cancelled);
            }
            else
            {
                var which = Random.Shared.Next(_victims.Length);
                _victims[which]?.Dispose();
                kills++;
                Start(which, broker);
            }
        }

        await WaitForProgressAsync();
        return (kills, brokerKills);
    }

    // While the broker is gone a writer tries hardly ever, so what the journals grow by is acknowledgements.
    private async Task WaitForProgressAsync()
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        limit.CancelAfter(Limit);
        var enough = JournalBytes() + JournalBytesBetweenFaults;
        while (JournalBytes() < enough)
        {
            Assert.False(limit.IsCancellationRequested, $"The writers got nowhere in {Limit}: {string.Join('\n', _victims.Select(victim => victim?.Output))}");
            await Task.Delay(TimeSpan.FromMilliseconds(50), CancellationToken.None);
        }
    }

    private long JournalBytes() => _journals.EnumerateFiles().Sum(file => file.Length);

    private void Start(int which, KafkaBroker broker) => _victims[which] = new VictimProcess(
        new Dictionary<string, string>(),
        "counter", broker.BootstrapServers, "counters", Keys.ToString(CultureInfo.InvariantCulture), Path.Combine(_journals.FullName, $"{_journalCount++}"));

    // Small segments and an eager cleaner, so that the log is compacted between any two kills.
    private static Task<VersionedLog> OpenAsync(KafkaBroker broker) => VersionedLog.OpenAsync(
        new VersionedLogSettings(new KafkaConnection(broker.BootstrapServers), new CompactedTopic("counters")
        {
            Partitions = 3,
            Configs = new Dictionary<string, string>
            {
                ["segment.bytes"] = "1048576",
                ["segment.ms"] = "1000",
                ["min.cleanable.dirty.ratio"] = "0.01",
            },
        })
        {
            DeletionRetention = TimeSpan.FromSeconds(60),
            WriteTimeout = TimeSpan.FromSeconds(2),
        },
        TimeProvider.System,
        new RecordingLogger(),
        Cancelled);

    private static (long Version, string Value) ToState(VersionedValue value) =>
        (value.Version, value.Value is { } bytes ? Encoding.UTF8.GetString(bytes.Span) : "-");
}

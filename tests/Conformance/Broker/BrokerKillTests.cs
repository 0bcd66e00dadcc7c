using System.Globalization;
using Confluent.Kafka;
using OrleansConnect.Tests.Integration.KafkaState;

namespace OrleansConnect.Tests.Conformance.Broker;

/// <summary>Kills the broker again and again while clients produce. <c>BROKER_KILL_ROUNDS</c> says how often (eng/broker-faults.sh).</summary>
public sealed class BrokerKillTests : IDisposable
{
    private const int TransactionSize = 5;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly string _directory = Directory.CreateTempSubdirectory("broker-kill-").FullName;
    private readonly BrokerProcess _broker;
    private readonly Clients _clients;
    private int _acknowledged;
    private int _ended;

    public BrokerKillTests()
    {
        _broker = new BrokerProcess(_directory, FreePorts.Next());
        _clients = new Clients(_broker.BootstrapServers);
    }

    private static int Rounds => int.Parse(Environment.GetEnvironmentVariable("BROKER_KILL_ROUNDS") ?? "20", CultureInfo.InvariantCulture);

    public void Dispose()
    {
        _broker.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    [Fact]
    public async Task Every_acknowledged_record_is_there_once_and_nothing_of_an_aborted_transaction()
    {
        await _broker.StartAsync(TestContext.Current.CancellationToken);
        var plain = await _clients.NewTopicAsync();
        var transactional = await _clients.NewTopicAsync(partitions: 2);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var producing = Task.Run(() => ProduceAsync(plain, stop.Token), TestContext.Current.CancellationToken);
        var transacting = Task.Run(() => Transact(transactional, stop.Token), TestContext.Current.CancellationToken);

        for (var round = 0; round < Rounds; round++)
        {
            await ProgressAsync(Random.Shared.Next(1, 300), Random.Shared.Next(0, 8), Task.WhenAny(producing, transacting));
            await _broker.KillAsync(TestContext.Current.CancellationToken);
            await _broker.StartAsync(TestContext.Current.CancellationToken);
        }

        await stop.CancelAsync();
        var acknowledged = await producing;
        var outcomes = await transacting;

        var records = _clients.ReadValues(plain);
        Assert.Equal(records.Count, records.Distinct().Count());
        Assert.Empty(acknowledged.Except(records));
        AssertOutcomes(outcomes, transactional);
        TestContext.Current.TestOutputHelper?.WriteLine($"{Rounds} kills; {acknowledged.Count} records acknowledged; {outcomes.Count} transactions.");
    }

    /// <summary>Lets the clients do so much before the next kill, so that a slow machine kills no less and a client that is stuck is found.</summary>
    private async Task ProgressAsync(int records, int transactions, Task<Task> failing)
    {
        var (recordsBefore, transactionsBefore) = (Volatile.Read(ref _acknowledged), Volatile.Read(ref _ended));
        var deadline = TimeProvider.System.GetUtcNow() + (2 * Patience);
        while (Volatile.Read(ref _acknowledged) - recordsBefore < records || Volatile.Read(ref _ended) - transactionsBefore < transactions)
        {
            if (failing.IsCompleted)
            {
                await await failing;
            }

            Assert.True(
                TimeProvider.System.GetUtcNow() < deadline,
                $"In {2 * Patience} the clients came no further than {_acknowledged - recordsBefore} of {records} records and {_ended - transactionsBefore} of {transactions} transactions.");
            await Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(1, 20)), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>One idempotent producer that lives through all kills; returns what was acknowledged to it.</summary>
    private async Task<HashSet<string?>> ProduceAsync(string topic, CancellationToken cancellationToken)
    {
        using var producer = _clients.Producer(config => (config.RetryBackoffMs, config.ReconnectBackoffMs, config.ReconnectBackoffMaxMs) = (20, 20, 100));
        var acknowledged = new HashSet<string?>();
        for (var batch = 0; !cancellationToken.IsCancellationRequested; batch++)
        {
            var sent = Enumerable.Range(0, 50).Select(i => producer.ProduceAsync(topic, new() { Value = $"{batch}-{i}" }, CancellationToken.None));
            await foreach (var report in Task.WhenEach(sent).WithCancellation(CancellationToken.None))
            {
                acknowledged.Add((await report).Value);
                Interlocked.Increment(ref _acknowledged);
            }

            // Without a pause there would be millions of records to compare, while transactions take their time.
            await Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(20)), TimeProvider.System, CancellationToken.None);
        }

        return acknowledged;
    }

    /// <summary>Commits and aborts in turn; the outcome is null where an answer was lost.</summary>
    private Dictionary<string, bool?> Transact(string topic, CancellationToken cancellationToken)
    {
        var outcomes = new Dictionary<string, bool?>();
        for (var session = 0; !cancellationToken.IsCancellationRequested; session++)
        {
            using var producer = _clients.Producer(config =>
                (config.TransactionalId, config.RetryBackoffMs, config.ReconnectBackoffMs, config.ReconnectBackoffMaxMs) = ("killed", 20, 20, 100));
            producer.InitTransactions(Patience);
            RunSession(producer, topic, session, outcomes, cancellationToken);
        }

        return outcomes;
    }

    private void RunSession(
        IProducer<string?, string?> producer, string topic, int session, Dictionary<string, bool?> outcomes, CancellationToken cancellationToken)
    {
        for (var number = 0; !cancellationToken.IsCancellationRequested; number++)
        {
            var id = $"{session}-{number}";
            var commit = number % 3 != 0;
            outcomes[id] = commit ? null : false;
            try
            {
                producer.BeginTransaction();
                for (var i = 0; i < TransactionSize; i++)
                {
                    producer.Produce(new TopicPartition(topic, i % 2), new() { Key = id, Value = $"{i}" });
                }

                End(producer, commit);
                outcomes[id] = commit;
                Interlocked.Increment(ref _ended);
            }
            catch (KafkaException)
            {
                // The next session begins by ending what this one left open.
                return;
            }
        }
    }

    private static void End(IProducer<string?, string?> producer, bool commit)
    {
        producer.Flush(Patience);
        if (commit)
        {
            producer.CommitTransaction(Patience);
        }
        else
        {
            producer.AbortTransaction(Patience);
        }
    }

    private void AssertOutcomes(Dictionary<string, bool?> outcomes, string topic)
    {
        var seen = new[] { 0, 1 }.SelectMany(partition => _clients.ReadAll(topic, partition)).GroupBy(record => record.Message.Key ?? "")
            .ToDictionary(transaction => transaction.Key, transaction => transaction.Select(record => record.Message.Value).Order().ToList());
        var whole = Enumerable.Range(0, TransactionSize).Select(string? (i) => $"{i}").ToList();
        Assert.NotEmpty(seen);
        Assert.All(seen.Values, values => Assert.Equal(whole, values));
        Assert.All(outcomes.Where(outcome => outcome.Value == true), outcome => Assert.Contains(outcome.Key, seen.Keys));
        Assert.All(outcomes.Where(outcome => outcome.Value == false), outcome => Assert.DoesNotContain(outcome.Key, seen.Keys));
    }
}

using Microsoft.Extensions.Logging;
using OrleansConnect.Grains;
using OrleansConnect.Kafka.Producing;
using OrleansConnect.Runtime.Configuration;

namespace OrleansConnect.Runtime.Tasks;

/// <summary>
/// Fences tasks of a connector that may still be running somewhere: what they have open is aborted, and nothing they send afterwards is taken. To be done before tasks with other
/// configurations start, because those may read what another task read before.
/// </summary>
internal sealed class TransactionFence(WorkerConfig worker, VariableResolver variables, ILogger<TransactionFence> logger)
{
    // Each is a client of its own for a moment.
    private const int AtOnceMax = 8;

    public async Task RaiseAsync(string connector, int tasks, IReadOnlyDictionary<string, string?> config, CancellationToken cancellationToken)
    {
        var found = await variables.ResolveVariablesAsync(config, cancellationToken);
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnceMax, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(Enumerable.Range(0, tasks), options, async (task, cancelled) =>
        {
            var settings = new TaskClients(new TaskId(connector, task), worker, found.Settings).TransactionalProducer();
            await using var producer = new RecordProducer(settings, NobodyListens.Instance, logger);
            await producer.InitTransactionsAsync(cancelled);
        });
    }

    private sealed class NobodyListens : IDeliveryListener
    {
        public static NobodyListens Instance { get; } = new();

        public void OnDelivered(ReadOnlySpan<DeliveryReport> reports)
        {
        }
    }
}

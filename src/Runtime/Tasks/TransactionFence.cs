using Microsoft.Extensions.Logging;
using OrleansConnect.Abstractions.Configuration;
using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Grains;
using OrleansConnect.Kafka;
using OrleansConnect.Kafka.Producing;
using OrleansConnect.Runtime.Configuration;

namespace OrleansConnect.Runtime.Tasks;

/// <summary>
/// Fences tasks of a connector that may still be running somewhere: what they have open is aborted, and nothing they send afterwards is taken. To be done before tasks with other
/// configurations start, because those may read what another task read before.
/// </summary>
internal sealed class TransactionFence(WorkerConfig worker, VariableResolver variables, ILogger<TransactionFence> logger)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(15);

    // Each is a client of its own for a moment.
    private const int AtOnceMax = 8;

    /// <exception cref="ConnectException">Kafka refused, or did not answer within 15 s.</exception>
    public async Task RaiseAsync(string connector, int tasks, IReadOnlyDictionary<string, string?> config, CancellationToken cancellationToken)
    {
        var found = await variables.ResolveVariablesAsync(config, cancellationToken);
        using var limit = new CancellationTokenSource(Limit);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            await RaiseAsync(connector, tasks, found, ended.Token);
        }
        catch (OperationCanceledException cause) when (!cancellationToken.IsCancellationRequested)
        {
            throw Failed(connector, tasks, $"Kafka did not answer within {Limit.TotalSeconds:0} s", cause);
        }
        catch (Exception cause) when (cause is KafkaClientException or ConnectException)
        {
            var shown = ResolvedSecrets.Of(found).Hide(cause);
            throw Failed(connector, tasks, shown.Message, shown);
        }
    }

    private static ConnectException Failed(string connector, int tasks, string reason, Exception cause) => new(
        $"The {tasks} tasks that connector '{connector}' had before could not be fenced, so that no new one may start: {reason.TrimEnd('.')}. "
        + "See that its producers reach Kafka and may use the transactional ids of its tasks.",
        cause);

    private async Task RaiseAsync(string connector, int tasks, ResolvedConfig found, CancellationToken cancellationToken)
    {
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

        public void OnReportsLost(Exception cause)
        {
        }
    }
}

using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using OrleansConnect.EmbeddedKafka.Log;
using OrleansConnect.EmbeddedKafka.Wire;

namespace OrleansConnect.EmbeddedKafka.Transactions;

/// <summary>
/// Two-phase transactions on one node. Each step is written to __transaction_state before it is acted on: the decision to commit or
/// abort first, then the markers in the partitions, then the completion. After a crash a decided transaction is completed.
/// </summary>
internal sealed partial class TransactionCoordinator(
    TransactionStore store, Func<string, int, PartitionLog?> partitions, ProducerIds producerIds, TimeProvider time, ILogger<TransactionCoordinator> logger)
{
    private const int CoordinatorEpoch = 0;
    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<string, TransactionState> _transactions = new(StringComparer.Ordinal);

    public IReadOnlyCollection<TransactionState> All => [.. _transactions.Values];

    /// <summary>Told of each marker written, with the partition it went to.</summary>
    public event Action<long, bool, string>? Completed;

    public TransactionState? Find(string transactionalId) => _transactions.GetValueOrDefault(transactionalId);

    /// <summary>Reads the transactions of earlier runs, and completes those that were decided.</summary>
    public void Load()
    {
        foreach (var transaction in store.Load())
        {
            _transactions[transaction.TransactionalId] = transaction;
        }

        lock (_gate)
        {
            foreach (var transaction in _transactions.Values.Where(transaction => transaction.IsPreparing))
            {
                Complete(transaction);
            }
        }
    }

    /// <summary>Begins a producer's session: ends what its predecessor left open and fences it with a higher epoch.</summary>
    public (ErrorCode Error, long ProducerId, short Epoch) Initialize(string transactionalId, TimeSpan timeout, long producerId, short epoch)
    {
        lock (_gate)
        {
            if (!_transactions.TryGetValue(transactionalId, out var transaction))
            {
                return Begin(new TransactionState(transactionalId, producerIds.Next(), 0, timeout));
            }

            if (producerId >= 0 && !IsCurrent(transaction, producerId, epoch))
            {
                return (ErrorCode.ProducerFenced, -1, -1);
            }

            if (producerId >= 0 && epoch == transaction.PreviousEpoch && transaction.Status == TransactionStatus.Empty)
            {
                return (ErrorCode.None, transaction.ProducerId, transaction.Epoch);
            }

            transaction = CompleteOpen(transaction);
            var next = transaction.Epoch < short.MaxValue - 1
                ? transaction with { Epoch = (short)(transaction.Epoch + 1) }
                : transaction with { ProducerId = producerIds.Next(), Epoch = 0 };
            return Begin(next with { Timeout = timeout, PreviousEpoch = producerId >= 0 ? epoch : TransactionState.NoEpoch });
        }
    }

    public ErrorCode Add(string transactionalId, long producerId, short epoch, IEnumerable<(string Topic, int Partition)> added)
    {
        lock (_gate)
        {
            var error = Check(transactionalId, producerId, epoch, out var transaction);
            if (error != ErrorCode.None)
            {
                return error;
            }

            var union = new HashSet<(string, int)>(transaction.Status == TransactionStatus.Ongoing ? transaction.Partitions : []);
            var isChanged = false;
            foreach (var partition in added)
            {
                isChanged |= union.Add(partition);
            }

            if (isChanged)
            {
                Save(transaction with
                {
                    Status = TransactionStatus.Ongoing,
                    Partitions = union,
                    StartedMs = transaction.Status == TransactionStatus.Ongoing ? transaction.StartedMs : Now(),
                });
            }

            return ErrorCode.None;
        }
    }

    public ErrorCode End(string transactionalId, long producerId, short epoch, bool commit)
    {
        lock (_gate)
        {
            var error = Check(transactionalId, producerId, epoch, out var transaction);
            if (error != ErrorCode.None)
            {
                return error;
            }

            if (transaction.Status == TransactionStatus.Ongoing)
            {
                Complete(Save(transaction with { Status = commit ? TransactionStatus.PrepareCommit : TransactionStatus.PrepareAbort }));
                return ErrorCode.None;
            }

            // A repeated request whose answer was lost.
            var isRepeated = transaction.Status == (commit ? TransactionStatus.CompleteCommit : TransactionStatus.CompleteAbort);
            return isRepeated ? ErrorCode.None : ErrorCode.InvalidTxnState;
        }
    }

    /// <summary>What forbids a producer to write to a partition: its transaction must be open and have named it, so that a late batch begins no other.</summary>
    public ErrorCode Check(string? transactionalId, BatchHeader header, string topic, int partition)
    {
        if (transactionalId is null || Find(transactionalId) is not { } transaction || transaction.ProducerId != header.ProducerId)
        {
            return ErrorCode.InvalidTxnState;
        }

        return transaction.Epoch > header.ProducerEpoch ? ErrorCode.InvalidProducerEpoch
            : transaction.Epoch == header.ProducerEpoch && transaction.Status == TransactionStatus.Ongoing && transaction.Partitions.Contains((topic, partition)) ? ErrorCode.None
            : ErrorCode.InvalidTxnState;
    }

    /// <summary>Aborts transactions whose producers took too long, and forgets ids unused for long.</summary>
    public void Expire(TimeSpan idExpiration)
    {
        foreach (var transaction in _transactions.Values)
        {
            var now = Now();
            lock (_gate)
            {
                if (!_transactions.TryGetValue(transaction.TransactionalId, out var current) || current != transaction)
                {
                    continue;
                }

                if (current.IsPreparing)
                {
                    Complete(current);
                }
                else if (current.Status == TransactionStatus.Ongoing && now - current.StartedMs > current.Timeout.TotalMilliseconds)
                {
                    LogTimedOut(current.TransactionalId, current.Timeout);
                    CompleteOpen(current with { Epoch = (short)(current.Epoch + 1) });
                }
                else if (current.Status != TransactionStatus.Ongoing && now - current.UpdatedMs > idExpiration.TotalMilliseconds)
                {
                    store.Remove(current.TransactionalId);
                    _transactions.TryRemove(current.TransactionalId, out _);
                }
            }
        }
    }

    private static bool IsCurrent(TransactionState transaction, long producerId, short epoch) =>
        transaction.ProducerId == producerId && (transaction.Epoch == epoch || transaction.PreviousEpoch == epoch);

    private ErrorCode Check(string transactionalId, long producerId, short epoch, out TransactionState transaction)
    {
        if (!_transactions.TryGetValue(transactionalId, out var found) || found.ProducerId != producerId)
        {
            transaction = new TransactionState(transactionalId, producerId, epoch, TimeSpan.Zero);
            return ErrorCode.InvalidProducerIdMapping;
        }

        transaction = found;
        if (found.Epoch != epoch)
        {
            return ErrorCode.ProducerFenced;
        }

        // Decided, but a marker could not be written: that comes first.
        transaction = found.IsPreparing ? Complete(found) : found;
        return ErrorCode.None;
    }

    private (ErrorCode Error, long ProducerId, short Epoch) Begin(TransactionState transaction)
    {
        Save(transaction with { Status = TransactionStatus.Empty, Partitions = new HashSet<(string, int)>(), StartedMs = -1 });
        return (ErrorCode.None, transaction.ProducerId, transaction.Epoch);
    }

    /// <summary>Ends what is open: a decided transaction as decided, any other by abort.</summary>
    private TransactionState CompleteOpen(TransactionState transaction)
    {
        if (transaction.Status == TransactionStatus.Ongoing)
        {
            transaction = Save(transaction with { Status = TransactionStatus.PrepareAbort });
        }

        return transaction.IsPreparing ? Complete(transaction) : transaction;
    }

    private TransactionState Complete(TransactionState transaction)
    {
        var isCommit = transaction.Status == TransactionStatus.PrepareCommit;
        var marker = new TransactionMarker(isCommit, CoordinatorEpoch);
        foreach (var (topic, partition) in transaction.Partitions)
        {
            partitions(topic, partition)?.AppendMarker(marker, transaction.ProducerId, transaction.Epoch);
            Completed?.Invoke(transaction.ProducerId, isCommit, topic);
        }

        return Save(transaction with
        {
            Status = isCommit ? TransactionStatus.CompleteCommit : TransactionStatus.CompleteAbort,
            Partitions = new HashSet<(string, int)>(),
        });
    }

    private TransactionState Save(TransactionState transaction)
    {
        var saved = transaction with { UpdatedMs = Now() };
        store.Save(saved);
        return _transactions[saved.TransactionalId] = saved;
    }

    private long Now() => time.GetUtcNow().ToUnixTimeMilliseconds();

    [LoggerMessage(LogLevel.Information, "The transaction of '{TransactionalId}' was aborted: it was open for longer than its timeout of {Timeout}.")]
    private partial void LogTimedOut(string transactionalId, TimeSpan timeout);
}

using OrleansConnect.EmbeddedKafka.Log;
using OrleansConnect.EmbeddedKafka.Wire;

namespace OrleansConnect.EmbeddedKafka.Transactions;

/// <summary>Transactions in __transaction_state, in Kafka's form.</summary>
internal sealed class TransactionStore(StateLog log)
{
    public IReadOnlyCollection<TransactionState> Load()
    {
        var transactions = new Dictionary<string, TransactionState>(StringComparer.Ordinal);
        log.Replay((_, entry) =>
        {
            if (entry.KeyType == TransactionLogKey.Api.Key)
            {
                var id = entry.Key<TransactionLogKey>().TransactionalId;
                transactions.Remove(id);
                if (entry.Value<TransactionLogValue>() is { } value)
                {
                    transactions[id] = TransactionState.FromValue(id, value);
                }
            }
        });
        return transactions.Values;
    }

    public void Save(TransactionState transaction) =>
        log.Append(new TransactionLogKey { TransactionalId = transaction.TransactionalId }, transaction.ToValue());

    public void Remove(string transactionalId) =>
        log.Append<TransactionLogKey, TransactionLogValue>(new TransactionLogKey { TransactionalId = transactionalId }, null);
}

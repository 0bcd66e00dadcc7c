using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Abstractions.Sources;

namespace OrleansConnect.Runtime.Tasks;

/// <summary>
/// What a task has asked for with <c>transaction.boundary=connector</c>, and where a batch is divided because of it. Plugins may ask from any thread; a request for a
/// record holds until the record comes, one for a batch for the batch that is returned next.
/// </summary>
internal sealed class ConnectorTransactions : ITransactionContext
{
    private readonly Lock _lock = new();
    private readonly Dictionary<SourceRecord, TransactionEnd> _afterRecords = new(ReferenceEqualityComparer.Instance);
    private TransactionEnd _afterBatch;

    public void CommitTransaction() => AskAfterBatch(TransactionEnd.Commit);

    public void CommitTransaction(SourceRecord record) => AskAfter(record, TransactionEnd.Commit);

    public void AbortTransaction() => AskAfterBatch(TransactionEnd.Abort);

    public void AbortTransaction(SourceRecord record) => AskAfter(record, TransactionEnd.Abort);

    /// <summary>The batch in parts, each of which ends where something was asked for, or with the batch.</summary>
    public IReadOnlyList<BatchPart> Divide(IReadOnlyList<SourceRecord> batch)
    {
        lock (_lock)
        {
            var parts = new List<BatchPart>();
            var start = 0;
            for (var i = 0; _afterRecords.Count > 0 && i < batch.Count; i++)
            {
                if (_afterRecords.Remove(batch[i], out var end))
                {
                    parts.Add(new([.. batch.Skip(start).Take(i + 1 - start)], end));
                    start = i + 1;
                }
            }

            parts.Add(new(start == 0 ? batch : [.. batch.Skip(start)], _afterBatch));
            _afterBatch = TransactionEnd.None;
            return parts;
        }
    }

    private void AskAfterBatch(TransactionEnd end)
    {
        lock (_lock)
        {
            Check(_afterBatch, end, "the same batch");
            _afterBatch = end;
        }
    }

    private void AskAfter(SourceRecord record, TransactionEnd end)
    {
        ArgumentNullException.ThrowIfNull(record);
        lock (_lock)
        {
            Check(_afterRecords.GetValueOrDefault(record), end, "the same record");
            _afterRecords[record] = end;
        }
    }

    private static void Check(TransactionEnd before, TransactionEnd now, string where)
    {
        if (before != TransactionEnd.None && before != now)
        {
            throw new ConnectException($"The task asked to commit and to abort the transaction after {where}. Ask for one of them.");
        }
    }
}

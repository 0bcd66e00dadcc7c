namespace OrleansConnect.EmbeddedKafka.Transactions;

/// <summary>States of a transaction, under the numbers they have in __transaction_state.</summary>
internal enum TransactionStatus : sbyte
{
    Empty = 0,
    Ongoing = 1,
    PrepareCommit = 2,
    PrepareAbort = 3,
    CompleteCommit = 4,
    CompleteAbort = 5,
    Dead = 6,
    PrepareEpochFence = 7,
}

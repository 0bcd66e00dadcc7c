namespace OrleansConnect.Abstractions.Sources;

/// <summary>Lets a source task define its own transactions (<c>transaction.boundary=connector</c>). Both outcomes asked for the same place is an error.</summary>
public interface ITransactionContext
{
    /// <summary>Commits after the batch that is returned next.</summary>
    void CommitTransaction();

    /// <summary>Commits after that record, one of the batch that is returned next.</summary>
    void CommitTransaction(SourceRecord record);

    /// <summary>Throws away the batch that is returned next and what came before it in the transaction.</summary>
    void AbortTransaction();

    /// <summary>Throws away the records of the transaction up to and with that one.</summary>
    void AbortTransaction(SourceRecord record);
}

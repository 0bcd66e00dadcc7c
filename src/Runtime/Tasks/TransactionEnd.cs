namespace OrleansConnect.Runtime.Tasks;

/// <summary>What a task asks for after a record or a batch.</summary>
internal enum TransactionEnd
{
    /// <summary>The transaction goes on.</summary>
    None,

    Commit,

    Abort,
}

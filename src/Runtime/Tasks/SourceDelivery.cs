using OrleansConnect.Abstractions.Sources;

namespace OrleansConnect.Runtime.Tasks;

/// <summary>How a source's records and offsets get into Kafka.</summary>
/// <param name="Output">The way of the records.</param>
/// <param name="Commits">When offsets become durable.</param>
/// <param name="Transactions">Where the task defines its transactions; null where it does not.</param>
internal sealed record SourceDelivery(SourceOutput Output, ICommitStrategy Commits, ITransactionContext? Transactions = null);

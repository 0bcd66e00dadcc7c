using OrleansConnect.Abstractions.Sources;

namespace OrleansConnect.Runtime.Tasks;

/// <summary>Records of one batch that are sent together, and what becomes of the transaction they are in, where there is one.</summary>
internal sealed record BatchPart(IReadOnlyList<SourceRecord> Records, TransactionEnd End);

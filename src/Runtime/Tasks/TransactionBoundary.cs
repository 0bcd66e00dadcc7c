using OrleansConnect.Abstractions.Configuration;

namespace OrleansConnect.Runtime.Tasks;

/// <summary>Where the transactions of a source task end.</summary>
/// <param name="Interval">How long one lasts; null where it ends with a poll or where the connector says.</param>
/// <param name="Requests">What the connector says; null where it is not asked.</param>
internal sealed record TransactionBoundary(TimeSpan? Interval, ConnectorTransactions? Requests)
{
    private static readonly ConfigDef Definition = new ConfigDef()
        .String("transaction.boundary", "Where transactions end.", "poll", validator: Validators.OneOfIgnoringCase("poll", "interval", "connector"))
        .Long("transaction.boundary.interval.ms", "How long one lasts.", required: false, min: 0);

    /// <summary>What a connector's configuration says.</summary>
    /// <param name="config">The configuration, with variables resolved.</param>
    /// <param name="flushInterval"><c>offset.flush.interval.ms</c>, where the connector names no interval.</param>
    /// <param name="timeout">After which time Kafka would abort a transaction. Half of it is the longest interval, whatever was asked for.</param>
    public static TransactionBoundary From(IReadOnlyDictionary<string, string?> config, TimeSpan flushInterval, TimeSpan timeout)
    {
        var parsed = Definition.Parse(config);
        var kind = parsed.GetString("transaction.boundary");
        if (kind.Equals("connector", StringComparison.OrdinalIgnoreCase))
        {
            return new(null, new());
        }

        var interval = parsed.GetLongOrNull("transaction.boundary.interval.ms") is { } ms ? TimeSpan.FromMilliseconds(ms) : flushInterval;
        return kind.Equals("poll", StringComparison.OrdinalIgnoreCase) || interval == TimeSpan.Zero
            ? new(null, null)
            : new(interval < timeout / 2 ? interval : timeout / 2, null);
    }

    /// <summary>What becomes of the transaction after a part of a batch.</summary>
    public TransactionEnd EndAfter(BatchPart part) =>
        Requests is not null ? part.End
        : Interval is null ? TransactionEnd.Commit
        : TransactionEnd.None;
}

using OrleansConnect.Grains;

namespace OrleansConnect.Runtime.Preview;

/// <summary>Records to be sent through a connector's converters and transformations.</summary>
/// <param name="Kind">Source or sink.</param>
/// <param name="Config">The connector's configuration, of which only converters, transformations and predicates matter.</param>
/// <param name="Records">The records.</param>
/// <param name="IsTraced">Whether the way through the transformations is wanted too.</param>
public sealed record PreviewRequest(
    ConnectorKind Kind, IReadOnlyDictionary<string, string?> Config, IReadOnlyList<PreviewRecord> Records, bool IsTraced)
{
    /// <summary>Whether the records are as a source's dead letter queue has them: in JSON with schemas, whatever the connector's converters are.</summary>
    public bool AreDeadLetters { get; init; }

    /// <summary>The most records of a request.</summary>
    public const int RecordsMax = 10_000;

    /// <summary>The most bytes of a request's topics, keys, values and headers, whichever way it comes; where it comes as JSON, of its whole text too.</summary>
    public const int BytesMax = 16 << 20;
}

using OrleansConnect.Client.Calls;

namespace OrleansConnect.Client;

/// <summary>A record with its serialized bytes.</summary>
public sealed record PreviewRecord
{
    /// <summary>Its topic; may be empty in a request.</summary>
    public string Topic { get; init; } = "";

    /// <summary>Its partition; null in a request: 0 for a sink, none for a source.</summary>
    public int? Partition { get; init; }

    /// <summary>When it was made, in milliseconds since 1970, as the record has it; null: not known.</summary>
    public long? TimestampMs { get; init; }

    /// <summary>The same as a time; null: not known, or not in the years 1 to 9999.</summary>
    public DateTimeOffset? Timestamp
    {
        get => UnixTime.Of(TimestampMs);
        init => TimestampMs = value?.ToUnixTimeMilliseconds();
    }

    /// <summary>Its headers.</summary>
    public IReadOnlyList<PreviewHeader> Headers { get; init; } = [];

    /// <summary>Its serialized key, or null.</summary>
    public ReadOnlyMemory<byte>? Key { get; init; }

    /// <summary>Its serialized value, or null.</summary>
    public ReadOnlyMemory<byte>? Value { get; init; }
}

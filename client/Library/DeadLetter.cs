using OrleansConnect.Client.Calls;

namespace OrleansConnect.Client;

/// <summary>A dead letter.</summary>
/// <param name="Id">Partition and offset in the queue, for example <c>0:17</c>.</param>
/// <param name="Key">Its key.</param>
/// <param name="Value">Its value.</param>
/// <param name="Headers">The headers it had before it failed.</param>
/// <param name="Context">What the headers say that were added then, by their names without <c>__connect.errors.</c>; empty if the queue has none.</param>
public sealed record DeadLetter(
    string Id, DeadLetterPart Key, DeadLetterPart Value, IReadOnlyList<DeadLetterHeader> Headers, IReadOnlyDictionary<string, string?> Context)
{
    /// <summary>When the record was made, in milliseconds since 1970, as the record has it; null: not known.</summary>
    public long? TimestampMs { get; init; }

    /// <summary>The same as a time; null: not known, or not in the years 1 to 9999.</summary>
    public DateTimeOffset? Timestamp
    {
        get => UnixTime.Of(TimestampMs);
        init => TimestampMs = value?.ToUnixTimeMilliseconds();
    }

    /// <summary>What was done with it; null for nothing yet.</summary>
    public DeadLetterMark? Mark { get; init; }
}

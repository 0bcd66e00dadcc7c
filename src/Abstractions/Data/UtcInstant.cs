using System.Globalization;

namespace OrleansConnect.Abstractions.Data;

/// <summary>
/// A point in time in milliseconds since 1970-01-01T00:00:00Z: the value of the logical types Date, Time and Timestamp.
/// One type for all three, as in Kafka Connect, and a range wider than <see cref="DateTimeOffset"/>'s, so that any stored number survives.
/// </summary>
/// <param name="EpochMs">Milliseconds since the epoch, negative before it.</param>
public readonly record struct UtcInstant(long EpochMs) : IComparable<UtcInstant>
{
    /// <summary>Milliseconds of a day.</summary>
    public const long DayMs = 86_400_000;

    /// <summary>Whether <see cref="ToDateTimeOffset"/> can hold it.</summary>
    public bool FitsDateTimeOffset => EpochMs is >= -62_135_596_800_000 and <= 253_402_300_799_999;

    /// <summary>The same point in time, to the millisecond.</summary>
    public static UtcInstant From(DateTimeOffset time) => new(time.ToUnixTimeMilliseconds());

    /// <summary>Whether one comes before the other.</summary>
    public static bool operator <(UtcInstant left, UtcInstant right) => left.EpochMs < right.EpochMs;

    /// <summary>Whether one comes after the other.</summary>
    public static bool operator >(UtcInstant left, UtcInstant right) => left.EpochMs > right.EpochMs;

    /// <summary>Whether one does not come after the other.</summary>
    public static bool operator <=(UtcInstant left, UtcInstant right) => left.EpochMs <= right.EpochMs;

    /// <summary>Whether one does not come before the other.</summary>
    public static bool operator >=(UtcInstant left, UtcInstant right) => left.EpochMs >= right.EpochMs;

    /// <summary>The same point in time; throws <see cref="ArgumentOutOfRangeException"/> outside the years 1 to 9999.</summary>
    public DateTimeOffset ToDateTimeOffset() => DateTimeOffset.FromUnixTimeMilliseconds(EpochMs);

    /// <inheritdoc/>
    public int CompareTo(UtcInstant other) => EpochMs.CompareTo(other.EpochMs);

    /// <inheritdoc/>
    public override string ToString() => FitsDateTimeOffset
        ? ToDateTimeOffset().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture)
        : $"{EpochMs} ms since the epoch";
}

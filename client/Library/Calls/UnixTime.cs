namespace OrleansConnect.Client.Calls;

/// <summary>Times of records, which a producer may have made of anything.</summary>
internal static class UnixTime
{
    private static readonly long MinMs = DateTimeOffset.MinValue.ToUnixTimeMilliseconds();
    private static readonly long MaxMs = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    /// <summary>The time; null where it is not in the years 1 to 9999.</summary>
    public static DateTimeOffset? Of(long? ms) => ms is { } known && known >= MinMs && known <= MaxMs ? DateTimeOffset.FromUnixTimeMilliseconds(known) : null;
}

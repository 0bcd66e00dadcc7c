namespace OrleansConnect.Transforms;

/// <summary>Milliseconds in other units. What is too large stops at the limit; what is too fine is cut off.</summary>
internal static class UnixPrecision
{
    public static readonly string[] Names = ["nanoseconds", "microseconds", "milliseconds", "seconds"];

    public static long ToMs(long time, string precision) => precision switch
    {
        "seconds" => Times(time, 1000),
        "microseconds" => time / 1000,
        "nanoseconds" => time / 1_000_000,
        _ => time,
    };

    public static long FromMs(long ms, string precision) => precision switch
    {
        "seconds" => ms / 1000,
        "microseconds" => Times(ms, 1000),
        "nanoseconds" => Times(ms, 1_000_000),
        _ => ms,
    };

    private static long Times(long time, long factor)
    {
        var limit = long.MaxValue / factor;
        return time > limit ? long.MaxValue : time < -limit ? long.MinValue : time * factor;
    }
}

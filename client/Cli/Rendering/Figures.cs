using System.Globalization;
using OrleansConnect.Client;

namespace OrleansConnect.Cli.Rendering;

/// <summary>Numbers and times as people read them.</summary>
internal static class Figures
{
    public const string Unknown = "-";

    private static readonly (double Size, string Unit)[] ByteUnits = [(1e12, "TB"), (1e9, "GB"), (1e6, "MB"), (1e3, "kB")];

    public static string Count(long? count) => count is { } known ? known.ToString("N0", CultureInfo.InvariantCulture) : Unknown;

    /// <summary>For example <c>1 task</c> and <c>2 tasks</c>.</summary>
    public static string Of(int count, string what) => $"{count} {what}{(count == 1 ? "" : "s")}";

    public static string Rate(double? perSecond) => perSecond switch
    {
        null => Unknown,
        > 0 and < 10 => perSecond.Value.ToString("0.0", CultureInfo.InvariantCulture),
        _ => perSecond.Value.ToString("N0", CultureInfo.InvariantCulture),
    };

    public static string Bytes(long bytes)
    {
        foreach (var (size, unit) in ByteUnits)
        {
            if (bytes >= size)
            {
                return string.Create(CultureInfo.InvariantCulture, $"{bytes / size:0.0} {unit}");
            }
        }

        return string.Create(CultureInfo.InvariantCulture, $"{bytes} B");
    }

    /// <summary>How long ago something was; the clocks of two machines may disagree a little, so that the future is now.</summary>
    public static string Ago(DateTimeOffset? instant, DateTimeOffset now) => instant is { } known ? Duration(now - known) + " ago" : Unknown;

    /// <summary>Records, and how long the last one that was put had waited: <c>1,200 (3 s)</c>.</summary>
    public static string Lag(TaskProgress? progress) =>
        progress is { Lag: > 0, LagTime: { } time } ? $"{Count(progress.Lag)} ({Duration(time)})" : Count(progress?.Lag);

    private static string Duration(TimeSpan span) => span switch
    {
        { TotalSeconds: < 1 } => "0 s",
        { TotalSeconds: < 120 } => string.Create(CultureInfo.InvariantCulture, $"{(int)span.TotalSeconds} s"),
        { TotalMinutes: < 120 } => string.Create(CultureInfo.InvariantCulture, $"{(int)span.TotalMinutes} min"),
        { TotalHours: < 48 } => string.Create(CultureInfo.InvariantCulture, $"{(int)span.TotalHours} h"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{(int)span.TotalDays} days"),
    };
}

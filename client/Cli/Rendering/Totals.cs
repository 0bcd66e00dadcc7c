using OrleansConnect.Client;

namespace OrleansConnect.Cli.Rendering;

/// <summary>Figures of all tasks of a connector together; null where no task has any.</summary>
internal static class Totals
{
    public static long? Records(ConnectorStatus status) => Sum(status, progress => progress.Records);

    public static long? Lag(ConnectorStatus status) => Sum(status, progress => progress.Lag);

    public static DateTimeOffset? ProgressedAt(ConnectorStatus status) => status.Tasks.Max(task => task.Progress?.ProgressedAt);

    private static long? Sum(ConnectorStatus status, Func<TaskProgress, long?> figure)
    {
        var known = status.Tasks.Select(task => task.Progress is { } progress ? figure(progress) : null).OfType<long>().ToList();
        return known.Count == 0 ? null : known.Sum();
    }
}

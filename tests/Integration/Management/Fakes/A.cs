using OrleansConnect.Grains;

namespace OrleansConnect.Tests.Integration.Management.Fakes;

/// <summary>Data with many fields.</summary>
internal static class A
{
    /// <summary>Progress with a value of its own in every field.</summary>
    public static TaskProgress FullProgress { get; } = new()
    {
        RecordsRead = 11,
        BytesRead = 1100,
        Records = 10,
        Bytes = 1000,
        RecordsSkipped = 1,
        RecordsInFlight = 2,
        Lag = 7,
        LagTime = TimeSpan.FromMilliseconds(1234.6),
        CommittedAt = Second(5),
        ProgressedAt = Second(6),
        WaitsFor = "retry",
        WaitsUntil = Second(7),
        WaitsSince = Second(4),
        StalledSince = Second(8),
        Errors = new() { Failures = 5, Retries = 4, RecordsSkipped = 3, Last = "TASK_PUT in C: no.", LastAt = Second(9) },
        TakenAt = Second(10),
    };

    private static DateTimeOffset Second(int second) => new(2026, 1, 2, 3, 4, second, TimeSpan.Zero);
}

using System.Globalization;

namespace OrleansConnect.Management.Requests;

/// <summary>What a worker does: the words that health answers and timeouts carry.</summary>
/// <param name="Description">For example <c>reading to the end of the config topic</c>.</param>
/// <param name="StartedAt">When it began.</param>
/// <param name="CompletedAt">When it was done, or null while it goes on.</param>
public sealed record WorkerStage(string Description, DateTimeOffset StartedAt, DateTimeOffset? CompletedAt = null)
{
    /// <summary>The stage as a sentence.</summary>
    public string Summary => CompletedAt is { } completed
        ? $"The last operation the worker completed was {Description}, which began at {Iso(StartedAt)} and completed at {Iso(completed)}"
        : $"The worker is currently {Description}, which began at {Iso(StartedAt)}";

    private static string Iso(DateTimeOffset instant) => instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}

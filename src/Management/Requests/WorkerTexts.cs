namespace OrleansConnect.Management.Requests;

/// <summary>What is said of a worker that cannot serve.</summary>
internal static class WorkerTexts
{
    /// <summary>Whoever had to answer is gone, perhaps after it had done what was asked. Orleans' own words name its internals, with a stack trace at times: they are for the log.</summary>
    public const string Unreachable = "The worker that has to answer went away or cannot be reached; a change that was asked for may take effect all the same. Look, and try again in a moment.";

    public static string Starting(WorkerState worker) => WithStage("Worker is still starting up.", worker);

    public static string Unwell(WorkerState worker) => WithStage("Worker was unable to handle this request and may be unable to handle other requests.", worker);

    /// <summary>Whether a call within the cluster failed with the worker that it went to. A call that nobody here cancelled is cancelled when the worker dies that knows where its target is.</summary>
    /// <param name="exception">What the call threw.</param>
    /// <param name="isCancelled">Whether the caller went away or its time ran out.</param>
    public static bool IsUnreachable(Exception exception, bool isCancelled) =>
        exception is SiloUnavailableException or OrleansMessageRejectionException || (exception is OperationCanceledException && !isCancelled);

    private static string WithStage(string message, WorkerState worker) => worker.Stage is { } stage ? $"{message} {stage.Summary}" : message;
}

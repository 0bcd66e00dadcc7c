namespace OrleansConnect.Management.Requests;

/// <summary>What is said of a worker that cannot serve.</summary>
internal static class WorkerTexts
{
    public static string Starting(WorkerState worker) => WithStage("Worker is still starting up.", worker);

    public static string Unwell(WorkerState worker) => WithStage("Worker was unable to handle this request and may be unable to handle other requests.", worker);

    private static string WithStage(string message, WorkerState worker) => worker.Stage is { } stage ? $"{message} {stage.Summary}" : message;
}

using OrleansConnect.Grains;
using OrleansConnect.Runtime.Pipeline;

namespace OrleansConnect.Runtime.Metrics;

/// <summary>Counts for one task.</summary>
internal sealed class TaskMeter(ConnectMeter meter, TaskId task)
{
    private readonly KeyValuePair<string, object?> _connector = new("connector", task.Connector);
    private readonly KeyValuePair<string, object?> _task = new("task", task.Task);

    public void AddRead(long records) => meter.Read.Add(records, _connector, _task);

    public void AddMoved(long records, long bytes)
    {
        meter.Moved.Add(records, _connector, _task);
        meter.Bytes.Add(bytes, _connector, _task);
    }

    public void AddCommit() => meter.Commits.Add(1, _connector, _task);

    public void AddLateCommit() => meter.LateCommits.Add(1, _connector, _task);

    public void AddCommitFailure() => meter.CommitFailures.Add(1, _connector, _task);

    public void AddRetry() => meter.Retries.Add(1, _connector, _task);

    public void AddLogged() => meter.Logged.Add(1, _connector, _task);

    public void AddFailure(ErrorStage stage, Exception error) => meter.Failures.Add(1, [_connector, _task, .. CauseOf(stage, error)]);

    public void AddSkipped(ErrorStage stage, Exception error) => meter.Skipped.Add(1, [_connector, _task, .. CauseOf(stage, error)]);

    public void AddDeadLetter(bool isWritten) => meter.DeadLetters.Add(1, _connector, _task, new("outcome", isWritten ? "written" : "refused"));

    // The class and not the message: messages quote records.
    private static KeyValuePair<string, object?>[] CauseOf(ErrorStage stage, Exception error) =>
        [new("stage", ErrorStages.NameOf(stage)), new("error.type", JavaExceptions.NameOf(error))];
}

using System.Diagnostics.Metrics;
using OrleansConnect.Grains;
using OrleansConnect.Runtime.Grains;

namespace OrleansConnect.Runtime.Metrics;

/// <summary>
/// The meter <c>OrleansConnect</c>: what the tasks of this worker move and what fails in them, by <c>connector</c> and <c>task</c>. Counters grow for as long as the worker lives, over restarts of tasks.
/// </summary>
internal sealed class ConnectMeter
{
    /// <summary>The meter's name, for exporters and <c>dotnet-counters</c>.</summary>
    public const string Name = "OrleansConnect";

    public ConnectMeter(IMeterFactory factory, LocalTasks tasks, TimeProvider time)
    {
        var meter = factory.Create(Name);
        Read = meter.CreateCounter<long>("connect.task.records.read", "{record}", "Records polled by a source task or read from Kafka for a sink task.");
        Moved = meter.CreateCounter<long>("connect.task.records.moved", "{record}", "Records acknowledged by Kafka (sources) or taken by the task (sinks).");
        Bytes = meter.CreateCounter<long>("connect.task.bytes.moved", "By", "Serialized bytes of keys and values of the records moved.");
        Commits = meter.CreateCounter<long>("connect.task.commits", "{commit}", "Commits of offsets that succeeded.");
        LateCommits = meter.CreateCounter<long>("connect.task.commits.late", "{commit}", "Commits of offsets whose answer came after it was given up.");
        CommitFailures = meter.CreateCounter<long>("connect.task.commit.failures", "{commit}", "Commits of offsets that failed or were not answered in time.");
        Failures = meter.CreateCounter<long>("connect.task.errors", "{error}", "Operations on records that failed, each attempt counted, by stage and error.type.");
        Retries = meter.CreateCounter<long>("connect.task.retries", "{attempt}", "Attempts that were made again.");
        Skipped = meter.CreateCounter<long>("connect.task.records.skipped", "{record}", "Records skipped for an error, by stage and error.type.");
        Logged = meter.CreateCounter<long>("connect.task.errors.logged", "{error}", "Errors that were logged.");
        DeadLetters = meter.CreateCounter<long>("connect.task.dead_letters", "{record}", "Records that the dead letter queue's topic took, or refused: outcome is written or refused.");
        new TaskGauges(tasks, time).AddTo(meter);
    }

    public Counter<long> Read { get; }

    public Counter<long> Moved { get; }

    public Counter<long> Bytes { get; }

    public Counter<long> Commits { get; }

    public Counter<long> CommitFailures { get; }

    public Counter<long> LateCommits { get; }

    public Counter<long> Failures { get; }

    public Counter<long> Retries { get; }

    public Counter<long> Skipped { get; }

    public Counter<long> Logged { get; }

    public Counter<long> DeadLetters { get; }

    /// <summary>The instruments for one task.</summary>
    public TaskMeter For(TaskId task) => new(this, task);
}

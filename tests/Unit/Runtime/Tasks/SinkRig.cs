using Microsoft.Extensions.Logging.Abstractions;
using OrleansConnect.Abstractions.Sinks;
using OrleansConnect.Grains;
using OrleansConnect.Kafka;
using OrleansConnect.Runtime.Configuration;
using OrleansConnect.Runtime.Offsets;
using OrleansConnect.Runtime.Pipeline;
using OrleansConnect.Runtime.Placement;
using OrleansConnect.Runtime.Plugins;
using OrleansConnect.Runtime.Tasks;
using TopicPartition = OrleansConnect.Abstractions.Data.TopicPartition;

namespace OrleansConnect.Tests.Unit.Runtime.Tasks;

/// <summary>A sink runner with everything real but the plugin and the consumer.</summary>
internal sealed class SinkRig<TSink> : IAsyncDisposable
    where TSink : SinkTask
{
    private readonly PendingReports _reports = new();

    public SinkRig(TSink sink, FakeSinkInput.Group group)
    {
        (Sink, Input) = (sink, new(group));
        var spec = new TaskSpec(new TaskId("c", 0), ConnectorKind.Sink, 1, new Dictionary<string, string?>(), new Dictionary<string, string>());
        Host = new(spec, States, OpenAsync, new(TimeSpan.Zero, TimeProvider.System), new(TimeProvider.System), NullLogger.Instance);
    }

    public TSink Sink { get; }

    public FakeSinkInput Input { get; }

    /// <summary>Makes another input than <see cref="Input"/>.</summary>
    public Func<TaskControl, TaskResources, ISinkInput>? OnInput { get; set; }

    public RecordedStates States { get; } = new();

    public TaskHost Host { get; }

    public long OffsetReset { get; set; } = TopicPartitionOffset.Beginning;

    public PendingReports Reports => _reports;

    public TimeSpan FlushInterval { get; set; } = TimeSpan.FromMilliseconds(20);

    /// <summary>By which the task waits and commits.</summary>
    public TimeProvider Time { get; set; } = TimeProvider.System;

    public WorkerLease Lease { get; set; } = WorkerLease.Unlimited;

    public TimeSpan FlushTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a task that has failed may take to close.</summary>
    public TimeSpan CloseTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Where the task's errant records go; the task has no reporter without.</summary>
    public IErrorReporter? ErrantRecords { get; set; }

    public bool IsTolerant { get; set; } = true;

    public async Task AssignAsync(long generation, params TopicPartition[] partitions)
    {
        if (States.Last is null)
        {
            Host.Start();
        }

        await Host.AssignAsync(partitions, generation, TestContext.Current.CancellationToken);
    }

    /// <summary>Has the loop look for what is new.</summary>
    public void Wake() => Host.SetPaused(false);

    public Task WaitForFailureAsync() => States.WaitForAsync(InstanceState.Failed);

    public async Task StopAsync()
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await Host.StopAsync(deadline.Token);
    }

    public ValueTask DisposeAsync() => Host.DisposeAsync();

    private Task<ITaskLoop> OpenAsync(TaskControl control, TaskResources resources)
    {
        var time = Time;
        control.CloseLimit = (CloseTimeout, TimeProvider.System);
        control.Lease = Lease;
        var common = new SourceTaskContext(
            control.Id, new Dictionary<string, string>(), new ConnectorOffsetReader("c", new MemoryOffsetStore()), new PluginLog("c/0", ResolvedSecrets.None, NullLogger.Instance), time);
        var positions = new SinkPositions();
        var input = OnInput?.Invoke(control, resources) ?? Input;
        var context = new SinkTaskContext(common, positions, input, Errant(control), control.Wake);
        var claims = new SinkClaims(control, Sink, OffsetReset, time, NullLogger.Instance);
        var session = new SinkSession(Sink, context, positions, input, _reports, claims);
        var commits = new SinkCommits(control, session, new(FlushInterval, FlushTimeout, time), NullLogger.Instance);
        return Task.FromResult<ITaskLoop>(new SinkTaskRunner(control, session, resources.Add(new SinkLag(control, session)), commits, NullLogger.Instance));
    }

    private ErrantRecords? Errant(TaskControl control)
    {
        if (ErrantRecords is null)
        {
            return null;
        }

        var settings = new ErrorSettings(TimeSpan.Zero, TimeSpan.FromSeconds(1), IsTolerant, IsLogged: false, LogsRecords: false);
        var errors = new ErrorPolicy(settings, [ErrantRecords], control.Counters.Errors, TimeProvider.System, _reports);
        return new(errors, _reports, control.Counters, control.Abandoned.Own);
    }
}

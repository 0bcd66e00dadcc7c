using Microsoft.Extensions.Logging.Abstractions;
using OrleansConnect.Abstractions.Sources;
using OrleansConnect.Grains;
using OrleansConnect.Runtime.Configuration;
using OrleansConnect.Runtime.Offsets;
using OrleansConnect.Runtime.Pipeline;
using OrleansConnect.Runtime.Plugins;
using OrleansConnect.Runtime.Tasks;

namespace OrleansConnect.Tests.Unit.Runtime.Tasks;

/// <summary>A source runner with everything real but the plugin and the producer.</summary>
internal sealed class SourceRig : IAsyncDisposable
{
    private static readonly TimeSpan StalledAfter = TimeSpan.FromMilliseconds(300);

    private readonly TaskHost _host;

    public SourceRig()
    {
        var spec = new TaskSpec(new TaskId("c", 0), ConnectorKind.Source, 1, new Dictionary<string, string?>(), new Dictionary<string, string>());
        _host = new(spec, States, OpenAsync, new(StalledAfter, TimeProvider.System), new(TimeProvider.System), NullLogger.Instance);
    }

    public ScriptedSource Source { get; } = new();

    public RecordedStates States { get; } = new();

    public ISourceOffsetStore Offsets { get; set; } = new MemoryOffsetStore();

    public FakeSender? Sender { get; private set; }

    /// <summary>Where transactions end, for a task that delivers exactly once; its <see cref="Offsets"/> have to be in a topic then.</summary>
    public TransactionBoundary? Boundary { get; set; }

    public FakeTransactionalSender? Transactions { get; private set; }

    public Action<FakeTransactionalSender> OnTransactions { get; set; } = _ => { };

    public Action<FakeSender> OnSender { get; set; } = _ => { };

    public ErrorSettings Errors { get; set; } = new(TimeSpan.Zero, TimeSpan.FromSeconds(1), false, false, false);

    public RecordedTopics Topics { get; } = new();

    /// <summary>By which failed operations wait.</summary>
    public TimeProvider ErrorTime { get; set; } = TimeProvider.System;

    public List<IErrorReporter> Reporters { get; } = [];

    public List<TransformationStep> Steps { get; } = [];

    public TimeSpan FlushInterval { get; set; } = TimeSpan.FromMilliseconds(20);

    /// <summary>How long the task has to stop.</summary>
    public TimeSpan ShutdownTimeout { get; set; } = TimeSpan.FromSeconds(5);

    public long OutstandingBytesMax { get; set; } = 1 << 20;

    public TaskHost Host => _host;

    public async Task<SourceRig> StartedAsync()
    {
        _host.Start();
        await States.WaitForAsync(InstanceState.Running);
        return this;
    }

    public async Task<long> CommittedAsync(string partition = "p") =>
        await Offsets.ReadAsync("c", SourcePartition.Of("name", partition), CancellationToken.None) is { } offset ? (long)offset["at"]! : 0;

    public async Task StopAsync(TimeSpan limit)
    {
        using var deadline = new CancellationTokenSource(limit);
        await _host.StopAsync(deadline.Token);
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    private Task<ITaskLoop> OpenAsync(TaskControl control, TaskResources resources)
    {
        var time = TimeProvider.System;
        control.TaskType = typeof(ScriptedSource);
        var errors = new ErrorPolicy(Errors, Reporters, control.Counters.Errors, ErrorTime);
        var pending = new PendingRecords(new(Source.WantsDeliveries, errors.HasReporters), control.Counters, Topics);
        Sender = resources.Add(new FakeSender(pending));
        OnSender(Sender);
        control.OnAbandoned(Sender);
        control.Budget = resources.Add(new StopBudget(control, ShutdownTimeout, time));
        var converter = new Utf8Converter();
        var converters = new RecordConverters(converter, converter, converter) { KeyClass = "K", ValueClass = "V", HeaderClass = "H" };
        var encoder = new RecordEncoder(new(Steps), converters, errors, pending, new TopicCreator([], null));
        Transactions = new(Sender);
        OnTransactions(Transactions);
        var output = resources.Add(new SourceOutput(control, encoder, pending, Boundary is null ? Sender : Transactions, errors, OutstandingBytesMax)
        {
            OfTransaction = Boundary is null ? null : cause => cause,
        });
        var commits = Commits(control, resources, pending, output);
        var context = new SourceTaskContext(
            control.Id, new Dictionary<string, string>(), new ConnectorOffsetReader("c", Offsets), new PluginLog("c/0", ResolvedSecrets.None, NullLogger.Instance), time);
        return Task.FromResult<ITaskLoop>(new SourceTaskRunner(control, Source, context, output, commits, NullLogger.Instance));
    }

    private ICommitStrategy Commits(TaskControl control, TaskResources resources, PendingRecords pending, SourceOutput output)
    {
        var timing = new CommitTiming(FlushInterval, TimeSpan.FromSeconds(1), TimeProvider.System);
        return Boundary is null
            ? resources.Add(new IntervalCommits(control, pending, Offsets, timing, NullLogger.Instance))
            : resources.Add(new TransactionCommits(
                control, pending, output, resources.Add(new SourceTransaction("c", Transactions!, (ITransactionalOffsetStore)Offsets)), Boundary, new(timing, NullLogger.Instance)));
    }
}

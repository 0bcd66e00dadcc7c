using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Grains;
using OrleansConnect.Runtime.Grains;
using OrleansConnect.Runtime.Metrics;
using OrleansConnect.Runtime.Pipeline;
using OrleansConnect.Runtime.Tasks;

namespace OrleansConnect.Tests.Unit.Runtime.Tasks;

/// <summary>What a task counts is to be seen in the meter, with the task it belongs to and the cause.</summary>
public sealed class TaskMeterTests : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly List<string> _heard = [];
    private readonly TaskCounters _counters;

    public TaskMeterTests()
    {
        var factory = new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>();
        var meter = factory.Create(ConnectMeter.Name);
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (ReferenceEquals(instrument.Meter, meter))
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Hear(instrument, value, tags));
        _listener.Start();
        _counters = new(TimeProvider.System, new ConnectMeter(factory, new LocalTasks(), TimeProvider.System).For(new TaskId("orders", 3)));
    }

    public void Dispose() => _listener.Dispose();

    [Fact]
    public void Counts_what_is_moved_and_committed()
    {
        _counters.Errors.AddRead(5);
        _counters.AddMoved(4, 400, inFlight: 1);
        _counters.AddMoved(0, 0, inFlight: 0);
        _counters.SetCommitted();
        _counters.AddCommitFailure();
        _counters.AddLateCommit();

        Assert.Equal(
            [
                "connect.task.records.read 5 connector=orders task=3",
                "connect.task.records.moved 4 connector=orders task=3",
                "connect.task.bytes.moved 400 connector=orders task=3",
                "connect.task.commits 1 connector=orders task=3",
                "connect.task.commit.failures 1 connector=orders task=3",
                "connect.task.commits.late 1 connector=orders task=3",
            ],
            _heard);
    }

    [Fact]
    public async Task Counts_a_skipped_record_with_its_cause()
    {
        var policy = new ErrorPolicy(new(TimeSpan.Zero, TimeSpan.FromSeconds(1), IsTolerant: true, false, false), [], _counters.Errors, TimeProvider.System);

        await policy.ReportAsync(new(ErrorStage.ValueConverter, "C", new DataException("secret-looking text")), TestContext.Current.CancellationToken);

        const string Cause = "1 connector=orders task=3 stage=VALUE_CONVERTER error.type=org.apache.kafka.connect.errors.DataException";
        Assert.Equal([$"connect.task.errors {Cause}", $"connect.task.records.skipped {Cause}"], _heard);
    }

    [Fact]
    public async Task Counts_what_is_tried_again()
    {
        var policy = new ErrorPolicy(new(TimeSpan.FromSeconds(5), TimeSpan.FromMilliseconds(1), IsTolerant: true, false, false), [], _counters.Errors, TimeProvider.System);

        var verdict = await policy.DecideAsync(new(ErrorStage.Transformation, "C", new RetriableException("not now")), new(), 1, TestContext.Current.CancellationToken, TestContext.Current.CancellationToken);

        Assert.Equal(ErrorVerdict.Retry, verdict);
        Assert.Equal(
            [
                "connect.task.errors 1 connector=orders task=3 stage=TRANSFORMATION error.type=org.apache.kafka.connect.errors.RetriableException",
                "connect.task.retries 1 connector=orders task=3",
            ],
            _heard);
    }

    [Fact]
    public void Counts_dead_letters_by_what_became_of_them()
    {
        _counters.Errors.AddDeadLetter(isWritten: true);
        _counters.Errors.AddDeadLetter(isWritten: false);

        Assert.Equal(["connect.task.dead_letters 1 connector=orders task=3 outcome=written", "connect.task.dead_letters 1 connector=orders task=3 outcome=refused"], _heard);
    }

    private void Hear(Instrument instrument, long value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        _heard.Add($"{instrument.Name} {value} {string.Join(' ', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}"))}");
}

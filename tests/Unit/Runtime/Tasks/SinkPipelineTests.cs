using System.Collections.Concurrent;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using OrleansConnect.Abstractions.Data;
using OrleansConnect.Abstractions.Errors;
using OrleansConnect.EmbeddedKafka;
using OrleansConnect.Grains;
using OrleansConnect.Kafka;
using OrleansConnect.Kafka.Producing;
using OrleansConnect.Runtime.Pipeline;
using OrleansConnect.Runtime.Tasks;
using OrleansConnect.Tests.Unit.EmbeddedKafka;
using TopicPartition = OrleansConnect.Abstractions.Data.TopicPartition;

namespace OrleansConnect.Tests.Unit.Runtime.Tasks;

/// <summary>Converters and transformations that fail in a running sink, which reads from a broker.</summary>
public sealed class SinkPipelineTests : IErrorReporter, IAsyncLifetime
{
    private readonly BrokerFolder _folder = new();
    private readonly Utf8Converter _converter = new();
    private readonly Utf8Converter _plain = new();
    private readonly List<TransformationStep> _steps = [];
    private readonly RecordedTopics _topics = new();
    private readonly ConcurrentQueue<FailedOperation> _reported = [];
    private readonly SinkRig<ScriptedSinkTask> _rig = new(new(), new());
    private ErrorSettings _errors = new(RetryTimeout: null, RetryDelayMax: TimeSpan.FromMilliseconds(2), IsTolerant: false, IsLogged: false, LogsRecords: false);
    private TimeProvider _errorTime = TimeProvider.System;
    private TaskCompletionSource? _reportsHeld;
    private Headers _headers = Headers.Empty;
    private EmbeddedKafkaBroker? _broker;

    // InitializeAsync has set it.
    private Dictionary<string, string> Servers => new() { ["bootstrap.servers"] = _broker!.BootstrapServers };

    public async ValueTask InitializeAsync()
    {
        _broker = await _folder.StartAsync();
        _rig.OnInput = Input;
    }

    public async ValueTask DisposeAsync()
    {
        await _rig.DisposeAsync();
        await (_broker?.DisposeAsync() ?? default);
        _folder.Dispose();
    }

    [Fact]
    public async Task A_topic_counts_when_one_of_its_records_could_be_read_although_all_are_dropped()
    {
        _errors = _errors with { IsTolerant = true };
        _converter.OnRead = text => Throw(text == "bad", new DataException("Never."));
        _steps.Add(ScriptedStep.Of(record => record.Topic == "dropped" ? null : record with { Topic = "routed" }));
        await ProduceAsync(("dropped", "a"), ("unreadable", "bad"), ("taken", "b"), ("taken", "bad"));

        await AssignAsync("dropped", "unreadable", "taken");
        await Eventually.TrueAsync(() => _rig.Host.Progress is { Records: 1, RecordsSkipped: 3 }, "4 records");

        Assert.Equal(["dropped", "taken"], _topics.All);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_fails_in_passing_is_tried_again_and_delivered(bool isConverter)
    {
        var attempts = 0;
        void Attempt(bool isMeant) => Throw(isMeant && ++attempts < 4, new RetriableException("Not now."));
        _converter.OnRead = text => Attempt(isConverter && text == "b");
        _steps.Add(ScriptedStep.Of(record =>
        {
            Attempt(!isConverter && (string?)record.Value == "b");
            return record;
        }));
        await ProduceAsync(("t", "a"), ("t", "b"), ("t", "c"));

        await AssignAsync("t");
        await Eventually.TrueAsync(() => _rig.Host.Progress.Records == 3, "3 records");

        Assert.Equal([0, 1, 2], _rig.Sink.TakenOf(new("t", 0)));
        Assert.Equal((3L, 3L), (_rig.Host.Progress.Errors?.Failures, _rig.Host.Progress.Errors?.Retries));
        Assert.Empty(_reported);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_fails_for_longer_than_retries_may_take_is_reported_and_tolerated_or_fails_the_task(bool isTolerant)
    {
        _errors = _errors with { RetryTimeout = TimeSpan.FromMilliseconds(50), IsTolerant = isTolerant };
        _converter.OnRead = text => Throw(text == "bad", new RetriableException("Not now."));
        await ProduceAsync(("t", "a"), ("t", "bad"), ("t", "c"));

        await AssignAsync("t");
        await (isTolerant
            ? Eventually.TrueAsync(() => _rig.Host.Progress is { Records: 2, RecordsSkipped: 1 }, "2 records")
            : _rig.WaitForFailureAsync());

        var failed = Assert.Single(_reported);
        Assert.Equal((ErrorStage.ValueConverter, "V", 1), (failed.Stage, failed.ClassName, failed.Consumed?.Offset));
        Assert.True(_rig.Host.Progress.Errors?.Retries >= 1);
        Assert.Equal(!isTolerant, _rig.States.Error?.Message.StartsWith("Tolerance exceeded in error handler", StringComparison.Ordinal) ?? false);
    }

    [Fact]
    public async Task A_header_that_does_not_fit_its_schema_fails_its_record()
    {
        _errors = _errors with { IsTolerant = true };
        _plain.SchemaOfNoHeader = Schema.String;
        _headers = Headers.Of(new Header("h", null, null));
        await ProduceAsync(("t", "a"));

        await AssignAsync("t");
        await Eventually.TrueAsync(() => _rig.Host.Progress.RecordsSkipped == 1, "the record");

        var failed = Assert.Single(_reported);
        Assert.Equal((ErrorStage.HeaderConverter, "H", "A null value requires an optional schema but was Schema{STRING}"), (failed.Stage, failed.ClassName, failed.Error.Message));
    }

    [Fact]
    public async Task Offsets_are_committed_once_the_report_of_a_skipped_record_is_safe()
    {
        _reportsHeld = new();
        _errors = _errors with { IsTolerant = true };
        _converter.OnRead = text => Throw(text == "bad", new DataException("Never."));
        await ProduceAsync(("t", "a"), ("t", "bad"), ("t", "c"));
        await AssignAsync("t");
        await Eventually.TrueAsync(() => _rig.Host.Progress is { Records: 2 }, "2 records");
        await Task.Delay(3 * _rig.FlushInterval, TestContext.Current.CancellationToken);
        var asked = _rig.Sink.CountOf("pre-commit");
        Assert.Equal("kafka", _rig.Host.Progress.WaitsFor);

        _reportsHeld.SetResult();
        await Eventually.TrueAsync(() => _rig.Host.Progress.CommittedAt is not null, "a commit");

        Assert.Equal(0, asked);
        Assert.Contains("pre-commit 0:3", _rig.Sink.Calls);
    }

    [Fact]
    public async Task A_stop_does_not_take_back_the_report_of_a_skipped_record_and_commits_once_it_is_safe()
    {
        _reportsHeld = new();
        _errors = _errors with { IsTolerant = true };
        _rig.FlushInterval = TimeSpan.FromHours(1);
        _converter.OnRead = text => Throw(text == "bad", new DataException("Never."));
        await ProduceAsync(("t", "a"), ("t", "bad"), ("t", "c"));
        await AssignAsync("t");
        await Eventually.TrueAsync(() => _rig.Host.Progress is { Records: 2 }, "2 records");

        var stopped = _rig.StopAsync();
        _reportsHeld.SetResult();
        await stopped;

        Assert.NotNull(_rig.Host.Progress.CommittedAt);
        Assert.Contains("pre-commit 0:3", _rig.Sink.Calls);
    }

    [Fact]
    public async Task A_stop_ends_a_retry_that_waits_and_nothing_of_its_batch_is_committed()
    {
        _errorTime = new FakeTimeProvider();
        _errors = _errors with { RetryDelayMax = TimeSpan.FromSeconds(1) };
        _converter.OnRead = text => Throw(text == "bad", new RetriableException("Not now."));
        await ProduceAsync(("t", "a"), ("t", "bad"));
        await AssignAsync("t");
        await Eventually.TrueAsync(() => _rig.Host.Progress.Errors?.Retries == 1, "a pause");

        await _rig.StopAsync();

        Assert.Equal([InstanceState.Running, InstanceState.Unassigned], _rig.States.All);
        Assert.Equal(0, _rig.Sink.CountOf("put"));
        Assert.Contains("close 0", _rig.Sink.Calls);
        Assert.Null(_rig.Host.Progress.CommittedAt);
        Assert.Empty(_reported);
    }

    async ValueTask IErrorReporter.ReportAsync(FailedOperation failure, CancellationToken cancellationToken)
    {
        _reported.Enqueue(failure);
        if (_reportsHeld is { } held)
        {
            await held.Task.WaitAsync(cancellationToken);
        }
    }

    private static void Throw(bool isFailing, Exception error)
    {
        if (isFailing)
        {
            throw error;
        }
    }

    private Task AssignAsync(params string[] topics) => _rig.AssignAsync(1, [.. topics.Select(topic => new TopicPartition(topic, 0))]);

    private KafkaSinkInput Input(TaskControl control, TaskResources resources)
    {
        var consumer = ClientSettings.ForConsumer(
            Servers, new Dictionary<string, string> { ["group.id"] = "connect-c", ["auto.offset.reset"] = "earliest" });
        var errors = new ErrorPolicy(_errors, [this], control.Counters.Errors, _errorTime, _rig.Reports);
        return resources.Add(new KafkaSinkInput(
            control,
            new(consumer, NullLogger.Instance),
            new(control, TimeProvider.System, NullLogger.Instance),
            new(new(_steps), Converters(_plain, _converter), errors),
            _topics,
            countMax: 100));
    }

    private static RecordConverters Converters(Utf8Converter plain, Utf8Converter value) =>
        new(plain, value, plain) { KeyClass = "K", ValueClass = "V", HeaderClass = "H" };

    private async Task ProduceAsync(params (string Topic, string Value)[] records)
    {
        var pending = new PendingRecords(new(WantsDeliveries: false, ReportsFailures: false), new(TimeProvider.System));
        var converter = new Utf8Converter();
        var encoder = new RecordEncoder(
            new([]), Converters(converter, converter), new(_errors, [], new(null), TimeProvider.System), pending, new TopicCreator([], null));
        await using var producer = new RecordProducer(ClientSettings.ForProducer(Servers), pending, NullLogger.Instance);
        using var messages = new MessageBatch();
        encoder.Begin([.. records.Select((record, index) => ScriptedSource.Record(index, topic: record.Topic) with { Value = record.Value, Headers = _headers })]);
        await encoder.EncodeAsync(messages, TestContext.Current.CancellationToken, TestContext.Current.CancellationToken);
        pending.Publish();
        await producer.SendAsync(messages, TestContext.Current.CancellationToken);
        await pending.WaitForAnswersAsync(TestContext.Current.CancellationToken);
    }
}

using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Kafka;
using OrleansConnect.Kafka.Producing;
using OrleansConnect.Runtime.Pipeline;
using OrleansConnect.Runtime.Tasks;

namespace OrleansConnect.Tests.Unit.Runtime.Tasks;

/// <summary>What becomes of records that Kafka refuses.</summary>
public sealed class SourceOutputTests : IErrorReporter, IDisposable
{
    private static readonly KafkaError Refused = KafkaError.FromCode((int)KafkaErrorCode.InvalidRecord);

    private readonly TaskThread _thread = new("task c/0");
    private readonly TaskControl _control;
    private readonly PendingRecords _pending;
    private readonly ErrorPolicy _errors;
    private readonly List<FailedOperation> _reported = [];

    public SourceOutputTests()
    {
        _control = new(new("c", 0), new(new RecordedStates()), new(TimeProvider.System), _thread);
        _pending = new(new(WantsDeliveries: false, ReportsFailures: true), _control.Counters);
        _errors = new(new(TimeSpan.Zero, TimeSpan.FromSeconds(1), IsTolerant: true, IsLogged: false, LogsRecords: false), [this], _control.Counters.Errors, TimeProvider.System);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_record_is_tolerated_and_its_offset_counts()
    {
        using var output = Output();
        Fail(Refused);

        await output.HandleFailuresAsync(Cancel);

        Assert.Single(_reported);
        Assert.Single(_pending.TakeCommittable().Offsets);
    }

    [Fact]
    public async Task What_a_producer_that_cannot_go_on_says_is_not_tolerated()
    {
        using var output = Output();
        Fail(Refused with { IsFatal = true });

        var error = await Assert.ThrowsAsync<ConnectException>(async () => await output.HandleFailuresAsync(Cancel));

        Assert.Equal("Unrecoverable exception from producer send callback", error.Message);
        Assert.Empty(_reported);
        Assert.Empty(_pending.TakeCommittable().Offsets);
    }

    [Fact]
    public async Task Nobody_misses_a_refusal_in_a_transaction_that_somebody_else_is_looking_at()
    {
        using var looking = new ManualResetEventSlim();
        using var seen = new ManualResetEventSlim();
        using var output = Output(cause =>
        {
            looking.Set();
            seen.Wait(Cancel);
            return cause;
        });
        Fail(Refused);
        var loop = Task.Run(async () => await output.HandleFailuresAsync(Cancel), Cancel);
        looking.Wait(Cancel);

        var commit = Task.Run(async () => await output.HandleFailuresAsync(Cancel), Cancel);
        await Task.WhenAny(commit, Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, Cancel));
        seen.Set();

        await Assert.ThrowsAsync<ConnectException>(() => loop);
        await Assert.ThrowsAsync<ConnectException>(() => commit);
    }

    public void Dispose() => _thread.Dispose();

    ValueTask IErrorReporter.ReportAsync(FailedOperation failure, CancellationToken cancellationToken)
    {
        _reported.Add(failure);
        return default;
    }

    private void Fail(KafkaError error)
    {
        var sequence = _pending.Reserve(ScriptedSource.Record(1));
        _pending.Sent("t", 10);
        _pending.Publish();
        _pending.OnDelivered([new DeliveryReport(sequence, 0, 0, error) { Topic = "t" }]);
    }

    private SourceOutput Output(Func<KafkaClientException, Exception>? ofTransaction = null)
    {
        var converter = new Utf8Converter();
        var converters = new RecordConverters(converter, converter, converter) { KeyClass = "K", ValueClass = "V", HeaderClass = "H" };
        var encoder = new RecordEncoder(new([]), converters, _errors, _pending, new TopicCreator([], null));
        return new(_control, encoder, _pending, new FakeSender(_pending), _errors, 1 << 20) { OfTransaction = ofTransaction };
    }
}

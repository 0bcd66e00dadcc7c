using Microsoft.Extensions.Logging.Abstractions;
using OrleansConnect.Kafka;
using OrleansConnect.Kafka.Clients;
using OrleansConnect.Kafka.Producing;

namespace OrleansConnect.Tests.Unit.Kafka.Producing;

public sealed class DeliveryReportsTests : IDeliveryListener
{
    private readonly List<long> _taken = [];
    private readonly List<Exception> _lost = [];
    private readonly List<KafkaError> _errors = [];
    private Exception? _fault;

    [Fact]
    public void A_listener_that_fails_is_told_that_reports_are_lost_and_hears_the_next_ones()
    {
        var reports = new DeliveryReports(this, 1000, new AsyncPulse(), () => null, NullLogger.Instance);
        _fault = new InvalidOperationException("A listener's fault.");
        Report(reports, 1);
        var fault = _fault;
        _fault = null;
        Report(reports, 2);

        Assert.Equal([fault], _lost);
        Assert.Equal([2L], _taken);
        Assert.Equal(0, reports.Outstanding);
    }

    [Fact]
    public void What_fails_once_the_producer_cannot_go_on_is_fatal()
    {
        KafkaError? fatal = null;
        var reports = new DeliveryReports(this, 1000, new AsyncPulse(), () => fatal, NullLogger.Instance);
        Report(reports, 1);
        fatal = KafkaError.FromCode((int)KafkaErrorCode.OutOfOrderSequenceNumber) with { IsFatal = true };
        Report(reports, 2);

        Assert.Equal([(false, KafkaErrorCode.MessageTooLarge), (true, KafkaErrorCode.MessageTooLarge)], _errors.Select(error => (error.IsFatal, error.Code)));
        Assert.EndsWith(fatal.Reason, _errors[1].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_producer_tells_of_its_fatal_error()
    {
        var settings = ClientSettings.ForProducer(new Dictionary<string, string> { ["bootstrap.servers"] = "127.0.0.1:1" });
        var client = NativeClient.Create(settings, NativeEvents.Log);
        Assert.Null(client.FatalError());

        Assert.Equal(0, Librdkafka.TestFatalError(client.Handle, (int)KafkaErrorCode.OutOfOrderSequenceNumber, "lost in tests"));

        var error = client.FatalError();
        Assert.Equal((KafkaErrorCode.OutOfOrderSequenceNumber, true, false), (error!.Code, error.IsFatal, error.IsRetriable));
        Assert.Contains("lost in tests", error.Reason, StringComparison.Ordinal);
        await client.CloseAsync();
    }

    void IDeliveryListener.OnDelivered(ReadOnlySpan<DeliveryReport> reports)
    {
        if (_fault is { } fault)
        {
            throw fault;
        }

        foreach (var report in reports)
        {
            _taken.Add(report.Sequence);
            if (report.Error is { } error)
            {
                _errors.Add(error);
            }
        }
    }

    void IDeliveryListener.OnReportsLost(Exception cause) => _lost.Add(cause);

    private static void Report(DeliveryReports reports, long sequence)
    {
        reports.Expect(1);
        reports.Reject(new MessageSlot { Topic = "t", Sequence = sequence }, KafkaErrorCode.MessageTooLarge);
        reports.OnDrained();
    }
}

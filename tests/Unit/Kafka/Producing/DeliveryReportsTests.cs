using Microsoft.Extensions.Logging.Abstractions;
using OrleansConnect.Kafka;
using OrleansConnect.Kafka.Clients;
using OrleansConnect.Kafka.Producing;

namespace OrleansConnect.Tests.Unit.Kafka.Producing;

public sealed class DeliveryReportsTests : IDeliveryListener
{
    private readonly List<long> _taken = [];
    private readonly List<Exception> _lost = [];
    private Exception? _fault;

    [Fact]
    public void A_listener_that_fails_is_told_that_reports_are_lost_and_hears_the_next_ones()
    {
        var reports = new DeliveryReports(this, 1000, new AsyncPulse(), NullLogger.Instance);
        _fault = new InvalidOperationException("A listener's fault.");
        Report(reports, 1);
        var fault = _fault;
        _fault = null;
        Report(reports, 2);

        Assert.Equal([fault], _lost);
        Assert.Equal([2L], _taken);
        Assert.Equal(0, reports.Outstanding);
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

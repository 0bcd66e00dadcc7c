using OrleansConnect.Kafka.Producing;
using OrleansConnect.Runtime.Tasks;

namespace OrleansConnect.Benchmarks.Runtime;

/// <summary>Answers as a Kafka would that takes no time.</summary>
internal sealed class Acknowledgements(PendingRecords pending)
{
    private DeliveryReport[] _reports = [];
    private long _offset;

    public void Answer(MessageBatch messages)
    {
        pending.Publish();
        if (_reports.Length < messages.Count)
        {
            _reports = new DeliveryReport[messages.Count];
        }

        for (var i = 0; i < messages.Count; i++)
        {
            _reports[i] = new(messages.Messages[i].Sequence, 0, _offset++, null);
        }

        pending.OnDelivered(_reports.AsSpan(0, messages.Count));
    }
}

using Microsoft.Extensions.Logging;

namespace OrleansConnect.Runtime.Tasks;

/// <summary>Delivers a source's records at least once: offsets follow what Kafka has acknowledged.</summary>
internal sealed class AtLeastOnce(TaskServices services, TaskControl control, TaskResources resources)
{
    public SourceDelivery Open(SourceParts parts, SourceOutputs outputs)
    {
        var (opened, pending) = (parts.Opened, parts.Pending);
        var sender = resources.Add(new KafkaMessageSender(opened.Clients.Producer(), pending, services.Logs.CreateLogger<KafkaMessageSender>()));
        var commits = new IntervalCommits(control, pending, parts.Offsets, opened.Timing, services.Logs.CreateLogger<IntervalCommits>());
        return new(outputs.Open(parts, sender), resources.Add(commits));
    }
}

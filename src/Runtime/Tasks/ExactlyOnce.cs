using Microsoft.Extensions.Logging;
using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Runtime.Offsets;

namespace OrleansConnect.Runtime.Tasks;

/// <summary>Delivers a source's records exactly once: records and offsets in one transaction, under an id that fences the runner before this one.</summary>
internal sealed class ExactlyOnce(TaskServices services, TaskControl control, TaskResources resources)
{
    public async Task<SourceDelivery> OpenAsync(SourceParts parts, SourceOutputs outputs)
    {
        var offsets = OffsetsOf(parts);
        var boundary = BoundaryOf(parts.Opened);
        var sender = Sender(parts, boundary);
        var output = outputs.Open(parts, sender, offsets.Topic, sender.Explain);
        var transaction = resources.Add(new SourceTransaction(control.Id.Connector, sender, offsets, new CopyPermit(control, parts.Opened.Timing)));
        var commits = resources.Add(new TransactionCommits(control, parts.Pending, output, transaction, boundary, SettingsOf(parts.Opened)));
        await new TransactionClaim(control, sender, services.Time).MakeAsync(control.Stopping.Own);
        return new(output, commits, boundary.Requests);
    }

    private static ITransactionalOffsetStore OffsetsOf(SourceParts parts) => parts.Offsets as ITransactionalOffsetStore
        ?? throw new ConfigException("'exactly.once.source.support' needs source offsets in a topic, but this worker keeps them elsewhere. Set it to 'disabled'.");

    private static TransactionBoundary BoundaryOf(OpenedTask opened) =>
        TransactionBoundary.From(opened.Config, opened.Timing.Interval, opened.Clients.TransactionTimeout);

    private CommitsSettings SettingsOf(OpenedTask opened) => new(opened.Timing, services.Logs.CreateLogger<TransactionCommits>());

    private TransactionalSender Sender(SourceParts parts, TransactionBoundary boundary)
    {
        var clients = parts.Opened.Clients;
        var expiry = new TransactionExpiry(clients.TransactionTimeout, boundary);
        return resources.Add(new TransactionalSender(
            control.Id, clients.TransactionalProducer(), parts.Pending, expiry, services.Time, services.Logs.CreateLogger<TransactionalSender>()));
    }
}

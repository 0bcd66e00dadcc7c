using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Abstractions.Sources;
using OrleansConnect.Kafka;
using OrleansConnect.Kafka.Producing;
using OrleansConnect.Runtime.Pipeline;

namespace OrleansConnect.Runtime.Tasks;

/// <summary>The way of a batch from the task into Kafka: encoded, tracked, sent, with no more on its way than the task's share of memory.</summary>
internal sealed class SourceOutput(
    TaskControl control, RecordEncoder encoder, PendingRecords pending, IMessageSender sender, ErrorPolicy errors, long outstandingBytesMax) : IDisposable
{
    private readonly MessageBatch _messages = new();

    private readonly Lock _refusing = new();
    private Exception? _refusal;

    /// <summary>Makes an error of what Kafka refuses, where that ends the task whatever is tolerated, because its transaction cannot do without; null where it does not.</summary>
    public Func<KafkaClientException, Exception>? OfTransaction { get; init; }

    /// <summary>Encodes and sends a batch; returns when it was handed over and there is room for another one. Only the wait for another attempt at a record that failed ends with the task's stop.</summary>
    public async ValueTask SendAsync(IReadOnlyList<SourceRecord> batch, CancellationToken cancellationToken)
    {
        encoder.Begin(batch);
        while (!encoder.IsDone)
        {
            await control.Thread.SwitchAsync();
            await encoder.EncodeAsync(_messages, control.Stopping.Own, cancellationToken);
            pending.Publish();
            await HandOverAsync(cancellationToken);
            while (pending.CostBytes > outstandingBytesMax && !IsLast)
            {
                await WaitForRoomAsync(cancellationToken);
                await HandleFailuresAsync(cancellationToken);
            }
        }
    }

    /// <summary>Throws, or reports and goes on, for records that Kafka did not take.</summary>
    public async ValueTask HandleFailuresAsync(CancellationToken cancellationToken)
    {
        if (OfTransaction is { } explain)
        {
            ThrowRefusal(explain);
            return;
        }

        foreach (var failed in pending.TakeFailed())
        {
            var error = ErrorOf(failed);

            // Of a producer that cannot go on every further record fails too, and is no bad one.
            if (!errors.IsTolerant || failed.Error.IsFatal)
            {
                throw new ConnectException("Unrecoverable exception from producer send callback", error);
            }

            control.Counters.AddSkipped(1);
            using (control.Counters.Errors.Reporting(control.Counters.Now))
            {
                await errors.ReportAsync(
                    new(ErrorStage.KafkaProduce, "org.apache.kafka.clients.producer.KafkaProducer", error) { Source = failed.Record }, cancellationToken);
            }

            pending.SetReported(failed);
        }
    }

    // Nothing needs room any more.
    private bool IsLast => encoder.IsDone && control.Stopping.IsSet;

    /// <summary>Completes when a record fails.</summary>
    public Task FirstFailure => pending.FirstFailure;

    public void Dispose() => _messages.Dispose();

    // What was refused once stays so: nothing of the transaction may be committed, whoever asks, be it the loop or the interval's end beside it.
    private void ThrowRefusal(Func<KafkaClientException, Exception> explain)
    {
        Exception? refusal;
        lock (_refusing)
        {
            refusal = _refusal ??= Refusal(pending.TakeFailed(), explain);
        }

        if (refusal is not null)
        {
            throw new ConnectException("Unrecoverable exception from producer send callback", refusal);
        }
    }

    // Once one is refused, so are those after it, for no reason of their own.
    private Exception? Refusal(IReadOnlyList<FailedDelivery> failures, Func<KafkaClientException, Exception> explain)
    {
        var refusals = failures.Select(failed => explain(ErrorOf(failed))).ToList();
        return refusals.Find(error => error is not InterruptedTransactionException) ?? refusals.FirstOrDefault();
    }

    private KafkaClientException ErrorOf(FailedDelivery failed) =>
        new($"Task '{control.Id}' could not write a record to topic '{failed.Topic}': {failed.Error}. {failed.Error.Advice}", failed.Error);

    private async ValueTask HandOverAsync(CancellationToken cancellationToken)
    {
        await control.Lease.WaitAsync(cancellationToken);
        try
        {
            if (_messages.Count > 0)
            {
                await sender.SendAsync(_messages, cancellationToken);
            }
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            throw new ConnectException("Unrecoverable exception trying to send", error);
        }

        _messages.Clear();
    }

    private async Task WaitForRoomAsync(CancellationToken cancellationToken)
    {
        control.Counters.WaitsFor = "kafka";
        var until = encoder.IsDone ? control.Stopping.Own : cancellationToken;
        await pending.WaitForRoomAsync(outstandingBytesMax / 4 * 3, until).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        control.Counters.WaitsFor = null;
        cancellationToken.ThrowIfCancellationRequested();
    }
}

using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Kafka;
using OrleansConnect.Kafka.Producing;
using OrleansConnect.Runtime.Pipeline;

namespace OrleansConnect.Runtime.Tasks;

/// <summary>
/// Writes records that failed to the connector's dead letter queue: those of a sink as they were in Kafka, those of a source as JSON. A report is safe when Kafka has acknowledged it; one that Kafka refuses fails the task,
/// for its record would be lost.
/// </summary>
internal sealed class DeadLetterQueue : IErrorReporter, IDeliveryListener, IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<long, TaskCompletionSource> _waiting = [];
    private readonly SemaphoreSlim _turn = new(1);
    private readonly MessageBatch _message = new();
    private readonly TaskControl _control;
    private readonly DeadLetterSettings _settings;
    private readonly Func<FailedOperation, DeadLetter> _render;
    private readonly RecordProducer _producer;
    private long _last;

    /// <param name="control">The task's.</param>
    /// <param name="settings">Where to and how.</param>
    /// <param name="render">What a record looks like in the queue.</param>
    /// <param name="producer">Makes the producer, whose listener this is.</param>
    public DeadLetterQueue(
        TaskControl control, DeadLetterSettings settings, Func<FailedOperation, DeadLetter> render, Func<IDeliveryListener, RecordProducer> producer)
    {
        (_control, _settings, _render) = (control, settings, render);
        _producer = producer(this);
    }

    public async ValueTask ReportAsync(FailedOperation failure, CancellationToken cancellationToken)
    {
        var delivered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await _turn.WaitAsync(cancellationToken);
        try
        {
            var sequence = Expect(delivered);
            Write(failure, sequence);
            await _producer.SendAsync(_message, cancellationToken);
        }
        finally
        {
            _turn.Release();
        }

        // Once it is on its way a stop waits for it: what is reported twice would be read twice.
        await delivered.Task.WaitAsync(_control.Abandoned.Own);
    }

    public void OnDelivered(ReadOnlySpan<DeliveryReport> reports)
    {
        foreach (ref readonly var report in reports)
        {
            TaskCompletionSource? delivered;
            lock (_lock)
            {
                _waiting.Remove(report.Sequence, out delivered);
            }

            _control.Counters.Errors.AddDeadLetter(isWritten: report.Error is null);
            if (report.Error is { } error)
            {
                delivered?.TrySetException(Refused(error));
            }
            else
            {
                delivered?.TrySetResult();
            }
        }
    }

    public void OnReportsLost(Exception cause)
    {
        TaskCompletionSource[] waiting;
        lock (_lock)
        {
            waiting = [.. _waiting.Values];
            _waiting.Clear();
        }

        foreach (var delivered in waiting)
        {
            delivered.TrySetException(new ConnectException(
                $"Task '{_control.Id}' does not know whether a bad record is in the dead letter queue '{_settings.Topic}', because Kafka's answer could not be taken in.", cause));
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _producer.DisposeAsync();
        _message.Dispose();
        _turn.Dispose();
    }

    private long Expect(TaskCompletionSource delivered)
    {
        lock (_lock)
        {
            _waiting[++_last] = delivered;
            return _last;
        }
    }

    private void Write(FailedOperation failure, long sequence)
    {
        var record = _render(failure);
        _message.Clear();
        _message.Begin(_settings.Topic, null, record.TimestampMs, sequence);
        _message.EndKey(isNull: !TryWrite(record.Key));
        _message.EndValue(isNull: !TryWrite(record.Value));
        foreach (var (name, value) in _settings.HasContext ? record.Headers.Concat(DeadLetterHeaders.Of(_control.Id, failure, _control.Secrets)) : record.Headers)
        {
            _message.EndHeader(name, isNull: !TryWrite(value));
        }

        _message.Commit();
    }

    private bool TryWrite(byte[]? bytes)
    {
        if (bytes is null)
        {
            return false;
        }

        bytes.CopyTo(_message.Output.GetSpan(bytes.Length));
        _message.Output.Advance(bytes.Length);
        return true;
    }

    private ConnectException Refused(KafkaError error) => new(
        $"Task '{_control.Id}' could not write a bad record to the dead letter queue '{_settings.Topic}': {error}. {error.Advice}",
        new KafkaClientException(error.ToString(), error));
}

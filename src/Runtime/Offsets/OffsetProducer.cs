using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace OrleansConnect.Runtime.Offsets;

/// <summary>Writes offsets. A producer that met a fatal error is replaced: what it could not write is written with the next commit, under a session of its own.</summary>
internal sealed partial class OffsetProducer(string topic, Func<IProducer<byte[], byte[]?>> build, ILogger logger) : IDisposable
{
    private readonly Lock _gate = new();
    private IProducer<byte[], byte[]?> _producer = build();
    private bool _isDisposed;

    /// <exception cref="KafkaException">One of them could not be written.</exception>
    public async Task WriteAsync(IReadOnlyList<OffsetRecord> records, CancellationToken cancellationToken)
    {
        var producer = Volatile.Read(ref _producer);
        try
        {
            await Task.WhenAll(records.Select(record => producer.ProduceAsync(
                topic, new Message<byte[], byte[]?> { Key = record.Key, Value = record.Value }, cancellationToken)));
        }
        catch (KafkaException cause) when (cause.Error.IsFatal)
        {
            Replace(producer, cause.Error);
            throw;
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
            _producer.Dispose();
        }
    }

    // Others may be writing with it, and hear that they could not: it is disposed of without waiting for them.
    private void Replace(IProducer<byte[], byte[]?> producer, Error error)
    {
        lock (_gate)
        {
            if (_isDisposed || !ReferenceEquals(_producer, producer))
            {
                return;
            }

            LogReplaced(topic, error.Reason);
            Volatile.Write(ref _producer, build());
        }

        producer.Dispose();
    }

    [LoggerMessage(LogLevel.Warning, "The producer of the source offsets in topic '{Topic}' met a fatal error and is replaced: {Reason}.")]
    private partial void LogReplaced(string topic, string reason);
}

using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace OrleansConnect.Runtime.Offsets;

/// <summary>
/// Writes offsets. A producer that met a fatal error is replaced: what it could not write is written with the next commit, under a session of its own. It is disposed of by the last who
/// writes with it, since who waits for a producer that is gone waits for ever; its messages have an end.
/// </summary>
internal sealed partial class OffsetProducer(string topic, Func<IProducer<byte[], byte[]?>> build, ILogger logger) : IDisposable
{
    private readonly Lock _gate = new();
    private Session _session = new(build());
    private bool _isDisposed;

    /// <exception cref="KafkaException">One of them could not be written.</exception>
    public async Task WriteAsync(IReadOnlyList<OffsetRecord> records, CancellationToken cancellationToken)
    {
        var session = Enter();
        try
        {
            await Task.WhenAll(records.Select(record => session.Producer.ProduceAsync(
                topic, new Message<byte[], byte[]?> { Key = record.Key, Value = record.Value }, cancellationToken)));
        }
        catch (KafkaException cause) when (cause.Error.IsFatal)
        {
            Replace(session, cause.Error);
            throw;
        }
        finally
        {
            Leave(session);
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
            _session.Producer.Dispose();
        }
    }

    private Session Enter()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            _session.Writers++;
            return _session;
        }
    }

    private void Replace(Session session, Error error)
    {
        lock (_gate)
        {
            if (!_isDisposed && ReferenceEquals(_session, session))
            {
                LogReplaced(topic, error.Reason);
                _session = new(build());
            }
        }
    }

    private void Leave(Session session)
    {
        lock (_gate)
        {
            if (--session.Writers > 0 || ReferenceEquals(_session, session))
            {
                return;
            }
        }

        session.Producer.Dispose();
    }

    [LoggerMessage(LogLevel.Warning, "The producer of the source offsets in topic '{Topic}' met a fatal error and is replaced: {Reason}.")]
    private partial void LogReplaced(string topic, string reason);

    private sealed class Session(IProducer<byte[], byte[]?> producer)
    {
        public IProducer<byte[], byte[]?> Producer => producer;

        public int Writers { get; set; }
    }
}

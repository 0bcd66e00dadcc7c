using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace OrleansConnect.Kafka.Log;

/// <summary>
/// Versioned values in a compacted topic, shared by any number of processes. A read is of the end of the log at the time of the call; a
/// write is a compare-and-set: it proposes the version after the one it expects, and is decided when this process's own tail meets the
/// proposal. Beside them are values of which simply the last one written counts.
/// </summary>
public sealed class VersionedLog : IAsyncDisposable
{
    private readonly IAdminClient _admin;
    private readonly LogProducer _producer;
    private readonly LogState _state;
    private readonly CompactedTopicTail _tail;
    private readonly LogReader _reader;
    private readonly LogWriter _writer;
    private readonly LogSweeper _sweeper;

    private VersionedLog(VersionedLogSettings settings, TopicFacts topic, IAdminClient admin, TimeProvider time, ILogger logger)
    {
        _admin = admin;
        _producer = new LogProducer(settings.Connection, topic, settings.WriteTimeout, time, logger);
        _state = new LogState(topic, _producer, new VersionedView(settings.Forgetting, time), logger);
        _tail = new CompactedTopicTail(topic, settings.Tail, admin, time, logger);
        _reader = new LogReader(_tail, settings.Forgetting.LagMax, time, logger);
        _writer = new LogWriter(settings.WriteTimeout, topic, _producer, _state, time);
        _sweeper = new LogSweeper(settings, _reader, _state, time);
    }

    public TopicFacts Topic => _tail.Topic;

    /// <summary>Waits for Kafka, creates or checks the topic, and loads it.</summary>
    /// <exception cref="KafkaUnavailableException">Kafka did not serve in time.</exception>
    /// <exception cref="TopicUnusableException">The topic is not what it must be.</exception>
    public static async Task<VersionedLog> OpenAsync(VersionedLogSettings settings, TimeProvider time, ILogger logger, CancellationToken cancellationToken)
    {
        var admin = settings.Connection.BuildAdmin(new KafkaClientLog(logger));
        VersionedLog? log = null;
        try
        {
            var preparation = new TopicPreparation(new CompactedTopicAdmin(admin), settings.Connection.BootstrapServers, time, logger);
            var topic = await preparation.PrepareAsync(settings.TopicToCreate, settings.StartTimeout, cancellationToken).ConfigureAwait(false);
            log = new VersionedLog(settings, topic, admin, time, logger);
            await log._tail.StartAsync(log._state.Apply, cancellationToken).ConfigureAwait(false);
            log._sweeper.Start();
            return log;
        }
        catch
        {
            // The log owns the admin client, which must not be disposed twice.
            if (log is not null)
            {
                await log.DisposeAsync().ConfigureAwait(false);
            }
            else
            {
                admin.Dispose();
            }

            throw;
        }
    }

    /// <summary>What the key held at the end of the log; from memory while Kafka cannot be reached.</summary>
    public async ValueTask<VersionedValue> ReadAsync(string key, CancellationToken cancellationToken)
    {
        await _reader.CatchUpAsync(cancellationToken).ConfigureAwait(false);
        return _state.Find(key);
    }

    /// <summary>What the key holds as far as this process has read; a write that builds on it is refused if that is too old.</summary>
    public VersionedValue Find(string key)
    {
        _reader.ThrowIfEnded();
        return _state.Find(key);
    }

    /// <summary>Completes as soon as this process has met an entry that was written after the call, by anybody; latest values do not count.</summary>
    public Task NextEntry() => _state.NextEntry();

    /// <summary>Makes sense of a value that was read.</summary>
    /// <exception cref="EntryUnreadableException">There is none to be made; it says where the entry lies.</exception>
    public T Decode<T>(string key, ReadOnlyMemory<byte> value, Func<ReadOnlyMemory<byte>, T> decode)
    {
        ArgumentNullException.ThrowIfNull(decode);
        try
        {
            return decode(value);
        }
        catch (Exception cause)
        {
            // Whatever a serializer throws, the entry is what is wrong.
            throw _state.Unreadable(key, cause);
        }
    }

    /// <summary>Every live key that begins with <paramref name="prefix"/>, as of the end of the log.</summary>
    public async ValueTask<IReadOnlyList<KeyValuePair<string, VersionedValue>>> ScanAsync(string prefix, CancellationToken cancellationToken)
    {
        await _reader.CatchUpAsync(cancellationToken).ConfigureAwait(false);
        return _state.Scan(prefix);
    }

    /// <summary>Sets the key's value if its version is still <paramref name="expectedVersion"/>, 0 for a key that never was.</summary>
    /// <exception cref="EntryTooLargeException">The value is larger than the topic takes.</exception>
    /// <exception cref="EntryNotWrittenException">Kafka did not take it; nothing has changed.</exception>
    /// <exception cref="WriteOutcomeUnknownException">It may have been written: read again.</exception>
    public Task<WriteResult> WriteAsync(string key, long expectedVersion, ReadOnlyMemory<byte> value, CancellationToken cancellationToken) =>
        ProposeAsync(key, expectedVersion, Envelope.Wrap(value.Span), cancellationToken);

    /// <summary>Deletes the key if its version is still <paramref name="expectedVersion"/>; its version goes on.</summary>
    public Task<WriteResult> DeleteAsync(string key, long expectedVersion, CancellationToken cancellationToken) =>
        ProposeAsync(key, expectedVersion, Envelope.Deletion(), cancellationToken);

    /// <summary>The last value written to each such key that begins with <paramref name="prefix"/>, from memory.</summary>
    public IReadOnlyList<KeyValuePair<string, ReadOnlyMemory<byte>>> ScanLatest(string prefix) => _state.ScanLatest(prefix);

    /// <summary>Writes a value that replaces any before it; null removes it.</summary>
    public Task WriteLatestAsync(string key, ReadOnlyMemory<byte>? value, CancellationToken cancellationToken)
    {
        _reader.ThrowIfEnded();
        return _writer.WriteLatestAsync(key, value is { } present ? Envelope.Wrap(present.Span) : null, cancellationToken);
    }

    private async Task<WriteResult> ProposeAsync(string key, long expectedVersion, byte[] bytes, CancellationToken cancellationToken)
    {
        _reader.ThrowIfEnded();
        await _reader.EnsureFreshAsync(cancellationToken).ConfigureAwait(false);
        var current = _state.Find(key);
        if (current.Version < expectedVersion)
        {
            // The version was learnt in another process, whose tail is ahead of ours.
            await _reader.CatchUpAsync(cancellationToken).ConfigureAwait(false);
            current = _state.Find(key);
        }

        return current.Version == expectedVersion
            ? await _writer.ProposeAsync(key, expectedVersion + 1, bytes, cancellationToken).ConfigureAwait(false)
            : new WriteResult(false, current);
    }

    public async ValueTask DisposeAsync()
    {
        await _sweeper.DisposeAsync().ConfigureAwait(false);
        await _tail.DisposeAsync().ConfigureAwait(false);
        await _producer.DisposeAsync().ConfigureAwait(false);
        _admin.Dispose();
    }
}

using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace OrleansConnect.Kafka.Log;

/// <summary>
/// Follows a compacted topic from its beginning and hands on every record, in order within a partition, on a thread of its own.
/// <see cref="ReadToEndAsync"/> tells when everything that was in the topic at the time of the call has been handed on.
/// </summary>
public sealed partial class CompactedTopicTail : IAsyncDisposable
{
    // Transactions leave holes too, so a busy topic of theirs may never be without.
    private const int PassesMax = 5;
    private readonly TopicFacts _topic;
    private readonly TailSettings _settings;
    private readonly EndOfTopic _end;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly TailPositions _positions;
    private readonly TopicWatch _watch;
    private readonly SharedCall _readToEnd;
    private readonly CancellationTokenSource _stopping = new();
    private Task _loop = Task.CompletedTask;

    internal CompactedTopicTail(TopicFacts topic, TailSettings settings, IAdminClient admin, TimeProvider time, ILogger logger)
    {
        (_topic, _settings, _time, _logger) = (topic, settings, time, logger);
        _positions = new TailPositions(topic.Partitions);
        _watch = new TopicWatch(topic, new CompactedTopicAdmin(admin), time);
        _end = new EndOfTopic(topic, admin, _positions, time);
        _readToEnd = new SharedCall(() => ReadToEndOnceAsync(settings.ReadTimeout));
    }

    public TopicFacts Topic => _topic;

    /// <summary>Why the tail has ended for good, or null while it goes on.</summary>
    public Exception? Fault => _positions.Fault;

    /// <summary>Creates the topic if need be, checks it, and reads it to its end.</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="settings">How to read it.</param>
    /// <param name="admin">Asks for the end offsets, because the consumer's own connection is parked in a long fetch; it must outlive the tail.</param>
    /// <param name="onRecord">Called for each record; what it throws ends the tail.</param>
    /// <param name="logger">The log.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="KafkaUnavailableException">Kafka did not serve in time.</exception>
    /// <exception cref="TopicUnusableException">The topic is not compacted or cannot be created.</exception>
    public static async Task<CompactedTopicTail> OpenAsync(
        CompactedTopic topic, TailSettings settings, IAdminClient admin, Action<TailRecord> onRecord, ILogger logger, CancellationToken cancellationToken)
    {
        var time = TimeProvider.System;
        var preparation = new TopicPreparation(new CompactedTopicAdmin(admin), settings.Connection.BootstrapServers, time, logger);
        var facts = await preparation.PrepareAsync(topic, settings.StartTimeout, cancellationToken).ConfigureAwait(false);
        var tail = new CompactedTopicTail(facts, settings, admin, time, logger);
        try
        {
            await tail.StartAsync(onRecord, cancellationToken).ConfigureAwait(false);
            return tail;
        }
        catch
        {
            await tail.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Returns when all that was in the topic when this was called has been handed on.</summary>
    /// <exception cref="KafkaUnavailableException">Kafka did not say where the end is, or did not deliver what lies before it, in time.</exception>
    /// <exception cref="TopicUnusableException">The topic was deleted or cut off.</exception>
    public Task ReadToEndAsync(CancellationToken cancellationToken) => _readToEnd.RunAsync().WaitAsync(cancellationToken);

    /// <summary>Begins to follow and returns when the end has been reached once.</summary>
    internal async Task StartAsync(Action<TailRecord> onRecord, CancellationToken cancellationToken)
    {
        var start = _time.GetTimestamp();
        var loop = new TailLoop(_topic, _positions, _watch, onRecord, _logger);
        _loop = loop.Start(_settings, _stopping.Token);
        await ReadToEndOnceAsync(_settings.StartTimeout).WaitAsync(cancellationToken).ConfigureAwait(false);
        LogLoaded(_topic.Name, (long)_time.GetElapsedTime(start).TotalMilliseconds);
    }

    private async Task ReadToEndOnceAsync(TimeSpan timeout)
    {
        try
        {
            await ReachEndAsync(timeout).ConfigureAwait(false);
        }
        catch (KafkaUnavailableException)
        {
            _watch.Suspect();
            throw;
        }
    }

    // Compaction that overtook the tail has removed records whose successors may lie behind the end that was asked for: what was read up to there never was the topic's content.
    // Its successors were in the topic before it was compacted, so the end as of now is far enough.
    private async Task ReachEndAsync(TimeSpan timeout)
    {
        for (var pass = 0; pass < PassesMax; pass++)
        {
            var holes = _positions.Holes;
            await _end.ReachAsync(timeout).ConfigureAwait(false);
            if (_positions.Holes == holes)
            {
                return;
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        _positions.Fail(new ObjectDisposedException(nameof(CompactedTopicTail), $"The tail of topic '{_topic.Name}' was closed."));
        await _loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _watch.DisposeAsync().ConfigureAwait(false);
        _stopping.Dispose();
    }

    [LoggerMessage(LogLevel.Information, "Topic '{Topic}' was loaded in {ElapsedMs} ms.")]
    private partial void LogLoaded(string topic, long elapsedMs);
}

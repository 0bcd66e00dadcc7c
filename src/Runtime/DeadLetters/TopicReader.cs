using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using OrleansConnect.Grains;
using OrleansConnect.Kafka;
using OrleansConnect.Kafka.Consuming;
using OrleansConnect.Runtime.Pipeline;

namespace OrleansConnect.Runtime.DeadLetters;

/// <summary>Reads stretches of a topic, of which transactions that are open or were aborted are no part.</summary>
internal sealed class TopicReader(ClientSettings settings, TimeProvider time, ILogger logger)
{
    private const int BatchMax = 500;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(1);

    /// <summary>The records of stretches, those of a partition in their order.</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="stretches">The stretches of each partition, in ascending order.</param>
    /// <param name="isWhole">Whether all records have to be read; otherwise reading ends where an open transaction begins.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ConnectRequestException">Kafka did not deliver them within a minute, or refused.</exception>
    public async IAsyncEnumerable<ConsumedRecord> ReadAsync(
        string topic, IReadOnlyDictionary<int, IReadOnlyList<Stretch>> stretches, bool isWhole, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var left = new StretchesLeft(topic, stretches, isWhole);
        if (left.IsEmpty)
        {
            yield break;
        }

        var (started, endedShort) = (time.GetTimestamp(), default(long?));
        await using var consumer = new RecordConsumer(settings, logger);
        await consumer.AssignAsync(left.Starts, cancellationToken);
        while (!left.IsEmpty)
        {
            if (time.GetElapsedTime(started) > Limit)
            {
                throw new ConnectRequestException(
                    RequestErrorKind.TimedOut, $"Topic '{topic}' could not be read within {Limit.TotalSeconds:F0} s. See that the brokers are up and that the connector's consumers reach them, or ask for fewer letters.");
            }

            using (var batch = await consumer.ConsumeAsync(BatchMax, Wait, cancellationToken))
            {
                left.Take(batch);
            }

            foreach (var record in left.TakeRecords())
            {
                yield return record;
            }

            foreach (var next in left.TakeSeeks())
            {
                await consumer.SeekAsync(next, cancellationToken);
            }

            if (left.EndsShort is { } at && time.GetElapsedTime(endedShort ??= time.GetTimestamp()) > EndLimit)
            {
                throw new ConnectRequestException(
                    RequestErrorKind.Unavailable,
                    $"Topic '{topic}' could be read up to offset {at.Offset} of its partition {at.Partition} and not to its end: a transaction is open there, or a broker is behind. "
                    + "Nothing was replayed. Try again in a minute.");
            }
        }
    }
}

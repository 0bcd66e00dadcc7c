using OrleansConnect.Grains;
using OrleansConnect.Runtime.Preview;

namespace OrleansConnect.Runtime.DeadLetters;

/// <summary>Reads the letters of a queue.</summary>
internal sealed class LetterReader(OpenedQueue queue)
{
    /// <summary>The bytes that the letters of one request may have.</summary>
    public const long BytesMax = PreviewRequest.BytesMax;

    /// <summary>The newest letters, and how many offsets are before them.</summary>
    public async Task<(IAsyncEnumerable<Letter> Letters, long Older)> NewestAsync(int count, CancellationToken cancellationToken)
    {
        var logs = await queue.LogsAsync(queue.Topic, cancellationToken);
        var newest = LetterStretches.Newest(logs, count);
        return (ReadAsync(newest.ToDictionary(log => log.Key, IReadOnlyList<Stretch> (log) => [log.Value]), cancellationToken), newest.Sum(log => log.Value.From - logs[log.Key].From));
    }

    /// <summary>These letters, in the order of the queue; one that is not there is a <see cref="ConnectRequestException"/>.</summary>
    public async Task<IReadOnlyList<Letter>> FindAsync(IReadOnlySet<LetterId> ids, CancellationToken cancellationToken)
    {
        var logs = await queue.LogsAsync(queue.Topic, cancellationToken);
        foreach (var id in ids)
        {
            RequireReachable(id, logs);
        }

        var (found, bytes) = (new List<Letter>(ids.Count), 0L);
        await foreach (var letter in ReadAsync(LetterStretches.Around(ids), cancellationToken))
        {
            if (ids.Contains(letter.Id))
            {
                found.Add(letter);
                bytes += letter.SizeBytes;
                RequireRoom(bytes, ids);
            }
        }

        return found.Count == ids.Count ? [.. found.OrderBy(letter => letter.Id.Partition).ThenBy(letter => letter.Id.Offset)] : throw Missing(ids.Except(found.Select(letter => letter.Id)).First());
    }

    private static void RequireRoom(long bytes, IReadOnlySet<LetterId> ids)
    {
        if (bytes > BytesMax)
        {
            throw new ConnectRequestException(RequestErrorKind.TooLarge, ids.Count == 1
                ? $"Dead letter {ids.First()} has more than {BytesMax >> 20} MiB, which is more than can be shown or replayed."
                : $"The {ids.Count} letters have more than {BytesMax >> 20} MiB. Choose fewer at a time (--batch).");
        }
    }

    private async IAsyncEnumerable<Letter> ReadAsync(
        IReadOnlyDictionary<int, IReadOnlyList<Stretch>> stretches, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // Where letters are written without a context, one that is there came with the record: from another queue, unless it is of a time when they had one.
        var onlyOf = queue.Settings.HasContext ? null : queue.Name;
        await foreach (var record in queue.Reader.ReadAsync(queue.Topic, stretches, isWhole: false, cancellationToken))
        {
            yield return new(record, onlyOf);
        }
    }

    private void RequireReachable(LetterId id, IReadOnlyDictionary<int, Stretch> logs)
    {
        if (!logs.TryGetValue(id.Partition, out var log))
        {
            throw ConnectRequestException.NotFound(logs.Count == 0
                ? $"Kafka has no topic '{queue.Topic}', so that connector '{queue.Name}' has no dead letter {id}."
                : $"There is no dead letter {id}: topic '{queue.Topic}' has no partition {id.Partition}, but {logs.Count} from 0 on.");
        }

        if (id.Offset < log.From || id.Offset >= log.To)
        {
            throw ConnectRequestException.NotFound(
                $"There is no dead letter {id}: partition {id.Partition} of topic '{queue.Topic}' {(log.From == log.To ? "has no records" : $"has records at {log.From} to {log.To - 1}")}.");
        }
    }

    private ConnectRequestException Missing(LetterId id) => ConnectRequestException.NotFound($"There is no dead letter {id}: topic '{queue.Topic}' has no record there.");
}

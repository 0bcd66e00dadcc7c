using OrleansConnect.Grains;

namespace OrleansConnect.Runtime.DeadLetters;

/// <summary>Reads the letters of a queue.</summary>
internal sealed class LetterReader(OpenedQueue queue)
{
    /// <summary>The bytes that the letters of one request may have.</summary>
    public const long BytesMax = 32 << 20;

    /// <summary>The newest letters, and how many offsets are before them.</summary>
    public async Task<(IAsyncEnumerable<Letter> Letters, long Older)> NewestAsync(int count, CancellationToken cancellationToken)
    {
        var logs = await queue.LogsAsync(queue.Topic, cancellationToken);
        var each = Math.Max(1, count / Math.Max(1, logs.Count));
        var newest = logs.ToDictionary(log => log.Key, log => (From: Math.Max(log.Value.From, log.Value.To - each), log.Value.To));
        return (ReadAsync(newest, cancellationToken), newest.Sum(log => log.Value.From - logs[log.Key].From));
    }

    /// <summary>These letters, in the order of the queue; one that is not there is a <see cref="ConnectRequestException"/>.</summary>
    public async Task<IReadOnlyList<Letter>> FindAsync(IReadOnlySet<LetterId> ids, CancellationToken cancellationToken)
    {
        var logs = await queue.LogsAsync(queue.Topic, cancellationToken);
        var stretches = new Dictionary<int, (long From, long To)>();
        foreach (var id in ids)
        {
            RequireReachable(id, logs);
            var (from, to) = stretches.TryGetValue(id.Partition, out var stretch) ? stretch : (id.Offset, id.Offset + 1);
            stretches[id.Partition] = (Math.Min(from, id.Offset), Math.Max(to, id.Offset + 1));
        }

        var (found, bytes) = (new List<Letter>(ids.Count), 0L);
        await foreach (var letter in ReadAsync(stretches, cancellationToken))
        {
            if (ids.Contains(letter.Id))
            {
                found.Add(letter);
                bytes += letter.SizeBytes;
                RequireRoom(bytes);
            }
        }

        return found.Count == ids.Count ? [.. found.OrderBy(letter => letter.Id.Partition).ThenBy(letter => letter.Id.Offset)] : throw Missing(ids.Except(found.Select(letter => letter.Id)).First());
    }

    private static void RequireRoom(long bytes)
    {
        if (bytes > BytesMax)
        {
            throw new ConnectRequestException(RequestErrorKind.TooLarge, $"The letters have more than {BytesMax >> 20} MiB. Choose fewer at a time.");
        }
    }

    private async IAsyncEnumerable<Letter> ReadAsync(
        IReadOnlyDictionary<int, (long From, long To)> stretches, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var record in queue.Reader.ReadAsync(queue.Topic, stretches, cancellationToken))
        {
            yield return new(record);
        }
    }

    private void RequireReachable(LetterId id, IReadOnlyDictionary<int, (long From, long To)> logs)
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

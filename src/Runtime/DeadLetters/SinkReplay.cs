using OrleansConnect.Abstractions.Data;
using OrleansConnect.Grains;

namespace OrleansConnect.Runtime.DeadLetters;

/// <summary>
/// Gives letters to a task of the sink that is made for them. No transaction holds the sink's system and Kafka together: a letter is marked as started before, as replayed when the task has flushed, and
/// whatever dies in between leaves it to people to look whether it was written.
/// </summary>
/// <param name="queue">The queue.</param>
/// <param name="request">What is wanted.</param>
/// <param name="reader">Converts and transforms records.</param>
/// <param name="start">Starts a task that is open for those partitions.</param>
/// <param name="hide">Puts variables in the place of what they stand for.</param>
/// <param name="time">The clock.</param>
internal sealed class SinkReplay(
    OpenedQueue queue,
    ReplayRequest request,
    SinkLetters reader,
    Func<IReadOnlyCollection<TopicPartition>, CancellationToken, Task<OneOffSinkTask>> start,
    Func<string, string> hide,
    TimeProvider time)
{
    private const string Repeatable = "Try again: what was replayed is marked, and is not replayed twice.";
    private const string NotGiven = "Nothing was given to the connector's task. Letters that are listed as of unknown outcome now are replayed with --again.";
    private const string InDoubt = "Look in the sink's system, and replay with --again what is not there.";

    private static readonly TimeSpan MarkLimit = TimeSpan.FromSeconds(15);

    // For the task and the producer.
    private static readonly TimeSpan CloseLimit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan WriteMin = TimeSpan.FromSeconds(20);

    private readonly Dictionary<LetterId, ReplayedLetter> _results = [];
    private readonly Dictionary<LetterId, LetterMark?> _before = [];

    private string To => $"connector {queue.Name}";

    private TimeSpan WriteLimit => queue.Limit.Left - MarkLimit - CloseLimit;

    public async Task<IReadOnlyList<ReplayedLetter>> RunAsync(IReadOnlyList<ReplayItem> items, CancellationToken cancellationToken)
    {
        RequireOrigins(items);
        await queue.EnsureMarksTopicAsync(cancellationToken);
        await using var transactions = queue.Transactions();
        await transactions.BeginAsync(cancellationToken);
        var records = await ReadAsync(items, await queue.AllMarksAsync(cancellationToken), cancellationToken);
        if (records.Count > 0)
        {
            await GiveAsync(transactions, items, records, cancellationToken);
        }
        else
        {
            MarkDropped(transactions, items);
            await transactions.CommitAsync(Repeatable, cancellationToken);
        }

        return [.. items.Select(item => _results[item.Letter.Id])];
    }

    /// <summary>Refuses letters of which a sink could not be told where they come from.</summary>
    public static void RequireOrigins(IReadOnlyList<ReplayItem> items)
    {
        if (items.FirstOrDefault(item => item.Letter is not { Topic: not null, Partition: not null, Offset: not null }) is { } unknown)
        {
            throw ConnectRequestException.Invalid(
                $"Dead letter {unknown.Letter.Id} does not say which topic, partition and offset it comes from, because 'errors.deadletterqueue.context.headers.enable' was not 'true', and a sink has to be told. "
                + "Replay it to a topic (--to topic --topic TOPIC).");
        }
    }

    private async Task GiveAsync(ReplayTransactions transactions, IReadOnlyList<ReplayItem> items, List<SinkLetter> records, CancellationToken cancellationToken)
    {
        await using var task = await start([.. records.Select(record => record.Record.OriginalTopicPartition).Distinct()], cancellationToken);
        RequireTime();
        MarkDropped(transactions, items);
        records.ForEach(record => transactions.Add(queue.MarksTopic, record.Letter, new(LetterState.Started, time.GetUtcNow(), To)));
        await transactions.CommitAsync(NotGiven, cancellationToken);
        var limit = WriteLimit > TimeSpan.Zero ? WriteLimit : TimeSpan.Zero;
        foreach (var result in await new SinkWriter(task, To, hide, time).WriteAsync(records, limit))
        {
            _results[result.Id] = result;
        }

        await MarkAsync(transactions, records);
    }

    // Whoever asked would be gone before the task has answered.
    private void RequireTime()
    {
        if (WriteLimit < WriteMin)
        {
            throw new ConnectRequestException(
                RequestErrorKind.TimedOut,
                $"To read the letters and to start a task of connector '{queue.Name}' took so long that the task would have less than {WriteMin.TotalSeconds:F0} s to write. "
                + "Nothing was replayed. Try again, with fewer letters (--batch).");
        }
    }

    // What is to be put, in the order of the original topics; the others have their results.
    private async Task<List<SinkLetter>> ReadAsync(IReadOnlyList<ReplayItem> items, LetterMarks marks, CancellationToken cancellationToken)
    {
        var free = new List<ReplayItem>();
        foreach (var item in items)
        {
            var mark = marks.Find(item.Letter);
            if (ReplayVerdicts.Refusal(item.Letter, mark, request.Again) is { } refusal)
            {
                _results[item.Letter.Id] = refusal;
            }
            else
            {
                _before[item.Letter.Id] = mark;
                free.Add(item);
            }
        }

        var (records, failed, dropped) = await reader.ReadAsync(free, cancellationToken);
        foreach (var (letter, error) in failed)
        {
            _results[letter.Id] = new(letter.Id, ReplayState.Failed) { Error = error };
        }

        foreach (var letter in dropped)
        {
            _results[letter.Id] = new(letter.Id, ReplayState.Dropped);
        }

        return records;
    }

    private void MarkDropped(ReplayTransactions transactions, IReadOnlyList<ReplayItem> items)
    {
        foreach (var item in items.Where(item => _results.GetValueOrDefault(item.Letter.Id)?.State == ReplayState.Dropped))
        {
            transactions.Add(queue.MarksTopic, item.Letter, new(LetterState.Replayed, time.GetUtcNow(), "nowhere, for a transformation drops it"));
        }
    }

    // Whoever asked may have gone away: what is written is marked all the same.
    private async Task MarkAsync(ReplayTransactions transactions, List<SinkLetter> records)
    {
        using var limit = new CancellationTokenSource(MarkLimit, time);
        foreach (var record in records)
        {
            if (ReplayVerdicts.TryMark(_results[record.Letter.Id], _before[record.Letter.Id], time.GetUtcNow(), out var mark))
            {
                transactions.Add(queue.MarksTopic, record.Letter, mark);
            }
        }

        try
        {
            await transactions.CommitAsync(InDoubt, limit.Token);
        }
        catch (Exception cause) when (cause is ConnectRequestException or OperationCanceledException)
        {
            throw new ConnectRequestException(
                (cause as ConnectRequestException)?.Kind ?? RequestErrorKind.TimedOut,
                $"Letters were given to connector '{queue.Name}', and that could not be marked, so that they count as of unknown outcome: {cause.Message}",
                cause);
        }
    }
}

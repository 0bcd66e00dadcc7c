using OrleansConnect.Abstractions.Data;
using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Grains;
using OrleansConnect.Runtime.Pipeline;
using OrleansConnect.Runtime.Preview;

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
    private static readonly TimeSpan TaskLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan MarkLimit = TimeSpan.FromSeconds(20);

    private readonly Dictionary<LetterId, ReplayedLetter> _results = [];

    private string To => $"connector {queue.Name}";

    public async Task<IReadOnlyList<ReplayedLetter>> RunAsync(IReadOnlyList<ReplayItem> items, CancellationToken cancellationToken)
    {
        RequireOrigins(items);
        await queue.CreateMarksTopicAsync(cancellationToken);
        await using var transactions = queue.Transactions();
        await transactions.BeginAsync(cancellationToken);
        var records = await ReadAsync(items, await queue.MarksAsync(cancellationToken), cancellationToken);
        if (records.Count > 0)
        {
            await using var task = await start([.. records.Select(record => record.Record.OriginalTopicPartition).Distinct()], cancellationToken);
            MarkDropped(transactions, items);
            Mark(transactions, records, LetterState.Started);
            await transactions.CommitAsync(cancellationToken);
            await WriteAsync(task, records);
            await MarkAsync(transactions, records);
        }
        else
        {
            MarkDropped(transactions, items);
            await transactions.CommitAsync(cancellationToken);
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

    // What is to be put, in the order of the original topics; the others have their results.
    private async Task<List<SinkLetter>> ReadAsync(IReadOnlyList<ReplayItem> items, LetterMarks marks, CancellationToken cancellationToken)
    {
        var free = new List<ReplayItem>();
        foreach (var item in items)
        {
            if (ReplayVerdicts.Refusal(item.Letter, marks.Find(item.Letter), request.Again) is { } refusal)
            {
                _results[item.Letter.Id] = refusal;
            }
            else
            {
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

    private void Mark(ReplayTransactions transactions, List<SinkLetter> records, LetterState state) =>
        records.ForEach(record => transactions.Add(queue.MarksTopic, record.Letter, new(state, time.GetUtcNow(), To)));

    private async Task WriteAsync(OneOffSinkTask task, List<SinkLetter> records)
    {
        using var limit = new CancellationTokenSource(TaskLimit, time);
        var (put, isStuck) = (0, false);
        try
        {
            for (; put < records.Count; put++)
            {
                await task.PutAsync(records[put].Record).WaitAsync(limit.Token);
            }
        }
        catch (Exception error)
        {
            // The policy for a put that fails: that letter is in doubt, those before it are flushed, those after it are left as they are.
            isStuck = error is OperationCanceledException && limit.IsCancellationRequested;
            _results[records[put].Letter.Id] = Doubt(records[put], error);
            foreach (var record in records.Skip(put + 1))
            {
                _results[record.Letter.Id] = new(record.Letter.Id, ReplayState.NotTried);
            }
        }

        await FlushAsync(task, [.. records.Take(put)], isStuck, limit.Token);
    }

    // A task that has not returned is not called again.
    private async Task FlushAsync(OneOffSinkTask task, IReadOnlyList<SinkLetter> put, bool isStuck, CancellationToken limit)
    {
        Exception? failure = isStuck ? new OperationCanceledException(limit) : null;
        try
        {
            if (put.Count > 0 && !isStuck)
            {
                var offsets = put.GroupBy(record => record.Record.OriginalTopicPartition).ToDictionary(group => group.Key, group => group.Max(record => record.Record.OriginalOffset) + 1);
                await task.FlushAsync(offsets).WaitAsync(limit);
            }
        }
        catch (Exception error)
        {
            failure = error;
        }

        foreach (var record in put)
        {
            _results[record.Letter.Id] = task.Reported.TryGetValue((record.Record.OriginalTopicPartition, record.Record.OriginalOffset), out var reported)
                ? new(record.Letter.Id, ReplayState.Failed) { Error = Describe(reported) }
                : failure is not null ? Doubt(record, failure)
                : new(record.Letter.Id, ReplayState.Replayed) { To = To };
        }
    }

    // Those in doubt keep the mark they have. Whoever asked may have gone away: what is written is marked all the same.
    private async Task MarkAsync(ReplayTransactions transactions, List<SinkLetter> records)
    {
        using var limit = new CancellationTokenSource(MarkLimit, time);
        foreach (var record in records)
        {
            if (_results[record.Letter.Id].State is not ReplayState.Unknown and var state)
            {
                transactions.Add(queue.MarksTopic, record.Letter, state == ReplayState.Replayed ? new(LetterState.Replayed, time.GetUtcNow(), To) : null);
            }
        }

        try
        {
            await transactions.CommitAsync(limit.Token);
        }
        catch (Exception cause) when (cause is ConnectRequestException or OperationCanceledException)
        {
            throw new ConnectRequestException(
                (cause as ConnectRequestException)?.Kind ?? RequestErrorKind.TimedOut,
                $"Letters were given to connector '{queue.Name}', and that could not be marked, so that they count as of unknown outcome: {cause.Message}",
                cause);
        }
    }

    private ReplayedLetter Doubt(SinkLetter record, Exception error) => new(record.Letter.Id, ReplayState.Unknown)
    {
        To = To,
        Error = Describe(error is OperationCanceledException ? new ConnectException($"The connector's task did not return within {TaskLimit.TotalSeconds:F0} s.", error) : error),
    };

    private PreviewError Describe(Exception error) => new(JavaExceptions.NameOf(error), hide(error.Message), ErrorStages.NameOf(ErrorStage.TaskPut), null);
}

using OrleansConnect.Grains;
using OrleansConnect.Runtime.Preview;

namespace OrleansConnect.Runtime.DeadLetters;

/// <summary>Replays letters to topics: their records and their marks in one transaction, so that they are there once whatever dies when.</summary>
internal sealed class TopicReplay(OpenedQueue queue, ReplayRequest request, TimeProvider time)
{
    /// <summary>Writes what became of each letter on its way: for a sink the letter itself, for a source what its transformations and converters made of it.</summary>
    public async Task<IReadOnlyList<ReplayedLetter>> RunAsync(IReadOnlyList<(ReplayItem Item, PreviewOutcome Outcome)> letters, CancellationToken cancellationToken)
    {
        RequireTopics(letters);
        await queue.EnsureMarksTopicAsync(cancellationToken);
        await using var transactions = queue.Transactions();
        await transactions.BeginAsync(cancellationToken);
        var marks = await queue.AllMarksAsync(cancellationToken);
        var (results, now) = (new List<ReplayedLetter>(letters.Count), time.GetUtcNow());
        foreach (var (item, outcome) in letters)
        {
            var refusal = ReplayVerdicts.Refusal(item.Letter, marks.Find(item.Letter), request.Again);
            results.Add(refusal ?? Add(transactions, item, outcome, now));
        }

        await transactions.CommitAsync("Try again: what was replayed is marked, and is not replayed twice.", cancellationToken);
        return results;
    }

    /// <summary>Refuses topics that do not exist, or may not be replayed to.</summary>
    public void RequireTopics(IReadOnlyList<(ReplayItem Item, PreviewOutcome Outcome)> letters)
    {
        if (request.Topic is null && queue.Connector.Kind == ConnectorKind.Sink && !queue.Clients.AreInOneCluster)
        {
            throw ConnectRequestException.Invalid(
                $"Connector {queue.Name} reads its records from another Kafka cluster than its dead letters are in, so that they cannot go back to their topic and be marked in one transaction. "
                + "Replay straight to the connector, or name a topic in the cluster of the dead letters.");
        }

        foreach (var (item, outcome) in letters)
        {
            if (outcome.Record is { } record)
            {
                TargetTopics.Require(queue, item.Letter.Id, TopicOf(record));
            }
        }
    }

    public string TopicOf(PreviewRecord record) => request.Topic ?? record.Topic;

    private ReplayedLetter Add(ReplayTransactions transactions, ReplayItem item, PreviewOutcome outcome, DateTimeOffset now)
    {
        if (outcome.Error is { } error)
        {
            return new(item.Letter.Id, ReplayState.Failed) { Error = error };
        }

        if (outcome.Record is not { } record)
        {
            transactions.Add(queue.MarksTopic, item.Letter, new(LetterState.Replayed, now, "nowhere, for a transformation drops it"));
            return new(item.Letter.Id, ReplayState.Dropped);
        }

        var to = $"topic {TopicOf(record)}";
        transactions.Add(record with { Topic = TopicOf(record), Partition = PartitionOf(item, record) });
        transactions.Add(queue.MarksTopic, item.Letter, new(LetterState.Replayed, now, to));
        return new(item.Letter.Id, ReplayState.Replayed) { To = to };
    }

    // A sink's record goes back to where it was, unless that is gone or another key belongs elsewhere; a source's where the connector says.
    private int? PartitionOf(ReplayItem item, PreviewRecord record) => queue.Connector.Kind == ConnectorKind.Source ? record.Partition
        : request is { Topic: null, Edit: not { HasKey: true } } && record.Partition < queue.PartitionsOf(item.Record.Topic) ? record.Partition
        : null;
}

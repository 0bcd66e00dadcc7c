using OrleansConnect.Abstractions.Data;
using OrleansConnect.Grains;
using OrleansConnect.Runtime.Preview;

namespace OrleansConnect.Runtime.DeadLetters;

/// <summary>Tells what a replay would do, and refuses what it would refuse; writes nothing.</summary>
/// <param name="queue">The queue.</param>
/// <param name="request">What is wanted.</param>
/// <param name="preview">Runs records through converters and transformations.</param>
/// <param name="start">Starts a task of the sink that is open for those partitions.</param>
/// <param name="time">The clock.</param>
internal sealed class ReplayPreview(
    OpenedQueue queue,
    ReplayRequest request,
    ConnectorPreview preview,
    Func<IReadOnlyCollection<TopicPartition>, CancellationToken, Task<OneOffSinkTask>> start,
    TimeProvider time)
{
    public async Task<IReadOnlyList<ReplayedLetter>> RunAsync(
        IReadOnlyDictionary<string, string?> config, IReadOnlyList<ReplayItem> items, CancellationToken cancellationToken)
    {
        await queue.RequireMarksTopicAsync(cancellationToken);
        var (kind, replay) = (queue.Connector.Kind, new TopicReplay(queue, request, time));
        var isToSink = kind == ConnectorKind.Sink && request.Target == ReplayTarget.Connector;
        if (isToSink)
        {
            SinkReplay.RequireOrigins(items);
        }

        var sent = new PreviewRequest(kind, config, [.. items.Select(item => item.Record)], IsTraced: false) { AreDeadLetters = kind == ConnectorKind.Source };
        var outcomes = (await preview.RunAsync(sent, cancellationToken)).Select(result => result.Outcome).ToList();
        if (!isToSink)
        {
            replay.RequireTopics([.. items.Select((item, at) => (item, kind == ConnectorKind.Sink ? new PreviewOutcome { Record = item.Record } : outcomes[at]))]);
        }

        var marks = await queue.MarksAsync(cancellationToken);
        List<ReplayedLetter> results =
            [.. items.Select((item, at) => ReplayVerdicts.Refusal(item.Letter, marks.Find(item.Letter), request.Again) ?? Of(item, outcomes[at], isToSink, replay))];
        if (isToSink)
        {
            await RequireTaskAsync([.. items.Where((_, at) => results[at].State == ReplayState.Ready)], cancellationToken);
        }

        return results;
    }

    // A task that does not start, or takes no records past its topic, is told before anybody agrees to a replay.
    private async Task RequireTaskAsync(IReadOnlyList<ReplayItem> ready, CancellationToken cancellationToken)
    {
        if (ready.Count > 0)
        {
            await using var task = await start([.. ready.Select(item => new TopicPartition(item.Record.Topic, item.Record.Partition ?? 0)).Distinct()], cancellationToken);
        }
    }

    // Back in its topic a sink's record is there whatever becomes of it in the connector, but people want to know.
    private ReplayedLetter Of(ReplayItem item, PreviewOutcome outcome, bool isToSink, TopicReplay replay)
    {
        var isToTopic = queue.Connector.Kind == ConnectorKind.Sink && !isToSink;
        var state = isToTopic ? ReplayState.Ready
            : outcome.Error is not null ? ReplayState.Failed
            : outcome.Record is null ? ReplayState.Dropped
            : ReplayState.Ready;
        return new(item.Letter.Id, state)
        {
            To = isToSink ? $"connector {queue.Name}" : isToTopic ? $"topic {replay.TopicOf(item.Record)}" : outcome.Record is { } record ? $"topic {replay.TopicOf(record)}" : null,
            Record = outcome.Record,
            Error = outcome.Error,
        };
    }
}

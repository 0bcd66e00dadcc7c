using OrleansConnect.Grains;
using OrleansConnect.Runtime.Preview;

namespace OrleansConnect.Runtime.DeadLetters;

/// <summary>Tells what a replay would do, and refuses what it would refuse; writes nothing.</summary>
internal sealed class ReplayPreview(OpenedQueue queue, ReplayRequest request, ConnectorPreview preview, TimeProvider time)
{
    public async Task<IReadOnlyList<ReplayedLetter>> RunAsync(
        IReadOnlyDictionary<string, string?> config, IReadOnlyList<ReplayItem> items, CancellationToken cancellationToken)
    {
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
        return [.. items.Select((item, at) => ReplayVerdicts.Refusal(item.Letter, marks.Find(item.Letter), request.Again) ?? Of(item, outcomes[at], isToSink, replay))];
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

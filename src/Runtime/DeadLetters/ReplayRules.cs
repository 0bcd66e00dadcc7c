using OrleansConnect.Grains;

namespace OrleansConnect.Runtime.DeadLetters;

/// <summary>Refuses requests that make no sense as they are.</summary>
internal static class ReplayRules
{
    private static readonly string[] Kept = ["name", "connector.class", "errors.deadletterqueue.topic.name"];

    public static void Require(ReplayRequest request, ConnectorKind kind)
    {
        if (Refusal(request, kind) is { } reason)
        {
            throw ConnectRequestException.Invalid(reason);
        }

        if (request.Letters.Count > ReplayRequest.LettersMax)
        {
            throw new ConnectRequestException(RequestErrorKind.TooLarge, $"A replay takes at most {ReplayRequest.LettersMax} dead letters, and {request.Letters.Count} were given. Send fewer.");
        }
    }

    private static string? Refusal(ReplayRequest request, ConnectorKind kind) => request switch
    {
        { Letters.Count: 0 } => "The request names no dead letter. Name at least one.",
        { Edit: not null, Letters.Count: > 1 } => "An edit is of one dead letter, and more were given. Replay that one alone.",
        { Topic: not null, Target: ReplayTarget.Connector } when kind == ConnectorKind.Sink => "A replay straight to the connector goes to no topic. Leave 'topic' out, or replay to the topic.",
        { Config.Count: > 0, Target: ReplayTarget.Topic } when kind == ConnectorKind.Sink =>
            "A record that is replayed to its topic is read with the connector's own configuration, so that another one has no effect. Replay straight to the connector, or change the connector's configuration first.",
        _ when request.Config.Keys.FirstOrDefault(Kept.Contains) is { } key => $"'{key}' cannot be another one for a replay: leave it out.",
        _ => null,
    };
}

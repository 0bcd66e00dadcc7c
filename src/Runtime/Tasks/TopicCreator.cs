using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Runtime.Pipeline;

namespace OrleansConnect.Runtime.Tasks;

/// <summary>Creates the topics of a source before their first record, by the first group that means them; without groups that is left to the broker.</summary>
internal sealed class TopicCreator(IReadOnlyList<TopicGroup> groups, ITopicAdmin? admin) : ITopicGate
{
    private readonly HashSet<string> _open = new(StringComparer.Ordinal);
    private string? _last;

    /// <summary>The topics that no record may go to, with the reason.</summary>
    public IReadOnlyDictionary<string, string> Forbidden { get; init; } = new Dictionary<string, string>();

    public bool IsOpen(string topic)
    {
        if (ReferenceEquals(topic, _last))
        {
            return true;
        }

        if (!_open.Contains(topic))
        {
            return false;
        }

        _last = topic;
        return true;
    }

    public async ValueTask OpenAsync(string topic, CancellationToken cancellationToken)
    {
        if (Forbidden.TryGetValue(topic, out var reason))
        {
            throw new ConnectException(reason);
        }

        if (admin is not null && groups.Count > 0)
        {
            await CreateAsync(admin, topic, cancellationToken);
        }

        _open.Add(topic);
    }

    private async Task CreateAsync(ITopicAdmin creating, string topic, CancellationToken cancellationToken)
    {
        try
        {
            if (await creating.ExistsAsync(topic, cancellationToken))
            {
                return;
            }

            if (groups.FirstOrDefault(group => group.Matches(topic)) is { } meant)
            {
                await creating.CreateAsync(topic, meant, cancellationToken);
            }
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            throw new ConnectException(
                $"Task failed to create new topic {topic}. Ensure that the task is authorized to create topics or that the topic exists and restart the task", error);
        }
    }
}

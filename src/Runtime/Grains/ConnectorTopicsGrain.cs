using OrleansConnect.Grains;

namespace OrleansConnect.Runtime.Grains;

/// <summary>Keeps the topics that a connector has used. Apart from the connector's own grain, so that a topic seen for the first time never delays a command.</summary>
internal sealed class ConnectorTopicsGrain : Grain, IConnectorTopicsGrain, IConnectorTopicsControl
{
    private readonly StateCell<StoredTopics> _topics;

    public ConnectorTopicsGrain([PersistentState("topics", StorageNames.State)] IPersistentState<StoredTopics> stored) => _topics = new(stored, DeactivateOnIdle);

    public Task<IReadOnlyList<string>> GetTopics(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<string>>(_topics.State.Topics);

    public Task ResetTopics(CancellationToken cancellationToken) =>
        _topics.State.Topics.Count == 0 ? Task.CompletedTask : _topics.ChangeAsync(state => With(state, []));

    public Task AddTopics(long generation, IReadOnlyList<string> topics)
    {
        var state = _topics.State;
        return generation <= state.ForgottenGeneration || topics.All(state.Topics.Contains)
            ? Task.CompletedTask
            : _topics.ChangeAsync(before => With(before, [.. before.Topics.Union(topics).Order(StringComparer.Ordinal)]));
    }

    public async Task ForgetTopics(long lastGeneration)
    {
        if (lastGeneration > _topics.State.ForgottenGeneration || _topics.State.Topics.Count > 0)
        {
            await _topics.ChangeAsync(state => new() { ForgottenGeneration = Math.Max(lastGeneration, state.ForgottenGeneration) });
        }

        DeactivateOnIdle();
    }

    // A list is never changed, only replaced, since answers hold it.
    private static StoredTopics With(StoredTopics state, List<string> topics) => new() { Topics = topics, ForgottenGeneration = state.ForgottenGeneration };
}

using Orleans.Storage;
using OrleansConnect.Grains;

namespace OrleansConnect.Runtime.Grains;

/// <summary>Keeps the topics that a connector has used. Apart from the connector's own grain, so that a topic seen for the first time never delays a command.</summary>
internal sealed class ConnectorTopicsGrain([PersistentState("topics", StorageNames.State)] IPersistentState<StoredTopics> stored)
    : Grain, IConnectorTopicsGrain, IConnectorTopicsControl
{
    public Task<IReadOnlyList<string>> GetTopics(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<string>>(stored.State.Topics);

    public Task ResetTopics(CancellationToken cancellationToken) =>
        stored.State.Topics.Count == 0 ? Task.CompletedTask : SaveAsync([], stored.State.ForgottenGeneration);

    public Task AddTopics(long generation, IReadOnlyList<string> topics)
    {
        var known = stored.State.Topics;
        return generation <= stored.State.ForgottenGeneration || topics.All(known.Contains)
            ? Task.CompletedTask
            : SaveAsync([.. known.Union(topics).Order(StringComparer.Ordinal)], stored.State.ForgottenGeneration);
    }

    public async Task ForgetTopics(long lastGeneration)
    {
        if (lastGeneration > stored.State.ForgottenGeneration || stored.State.Topics.Count > 0)
        {
            await SaveAsync([], Math.Max(lastGeneration, stored.State.ForgottenGeneration));
        }

        DeactivateOnIdle();
    }

    // A list is never changed, only replaced, since answers hold it.
    private async Task SaveAsync(List<string> topics, long forgottenGeneration)
    {
        var before = stored.State;
        stored.State = new() { Topics = topics, ForgottenGeneration = forgottenGeneration };
        try
        {
            await stored.WriteStateAsync();
        }
        catch (Exception cause) when (cause is not InconsistentStateException)
        {
            stored.State = before;
            throw new ConnectRequestException(
                RequestErrorKind.Unavailable, $"The change could not be stored, nothing was changed: {cause.Message} Try again.", cause);
        }
    }
}

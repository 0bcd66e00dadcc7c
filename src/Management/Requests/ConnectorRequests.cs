using OrleansConnect.Grains;
using OrleansConnect.Runtime.Configuration;
using OrleansConnect.Runtime.Validation;

namespace OrleansConnect.Management.Requests;

/// <summary>The requests that mean more than one grain call. All doors go through here, so that they follow the same rules.</summary>
internal sealed class ConnectorRequests(IGrainFactory grains, ConnectorValidator validator, WorkerConfig worker)
{
    private const int ParallelReadsMax = 64;

    public IConnectClusterGrain Cluster => grains.GetGrain<IConnectClusterGrain>(0);

    public IConnectorGrain Connector(string name) => string.IsNullOrWhiteSpace(name)
        ? throw ConnectRequestException.NotFound($"Connector {name} not found")
        : grains.GetGrain<IConnectorGrain>(name);

    public async Task<ConnectorInfo> CreateAsync(
        string? name, IReadOnlyDictionary<string, string?> config, TargetState? initialState, CancellationToken cancellationToken)
    {
        var trimmed = ConnectorName.Trim(name);
        var named = ConnectorName.AddTo(config, trimmed);
        await RefuseBlankAsync(trimmed, named, cancellationToken);
        return await Connector(trimmed).Create(named, initialState, cancellationToken);
    }

    public async Task<PutResult> PutAsync(string name, IReadOnlyDictionary<string, string?> config, CancellationToken cancellationToken)
    {
        var named = ConnectorName.AddTo(config, name);
        await RefuseBlankAsync(name, named, cancellationToken);
        return await Connector(name).Put(named, cancellationToken);
    }

    /// <summary>The topics that a connector has used; none where there is no such connector.</summary>
    public Task<IReadOnlyList<string>> GetTopicsAsync(string name, CancellationToken cancellationToken) =>
        Topics(name)?.GetTopics(cancellationToken) ?? Task.FromResult<IReadOnlyList<string>>([]);

    /// <summary>Forgets the topics that a connector has used.</summary>
    public Task ResetTopicsAsync(string name, CancellationToken cancellationToken)
    {
        var topics = Topics(name);
        return worker.IsTopicResetAllowed
            ? topics?.ResetTopics(cancellationToken) ?? Task.CompletedTask
            : throw new ConnectRequestException(RequestErrorKind.Forbidden, "Topic tracking reset is disabled.");
    }

    /// <summary>What every connector answers, by name; connectors that vanish meanwhile are left out.</summary>
    public async Task<IReadOnlyList<KeyValuePair<string, T>>> ReadAllAsync<T>(
        IReadOnlyList<string> names, Func<IConnectorGrain, CancellationToken, Task<T>> read, CancellationToken cancellationToken)
    {
        var answers = new (bool IsThere, T? Answer)[names.Count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = ParallelReadsMax, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, names.Count, options, async (i, token) =>
        {
            try
            {
                answers[i] = (true, await read(Connector(names[i]), token));
            }
            catch (ConnectRequestException e) when (e.Kind == RequestErrorKind.NotFound)
            {
                answers[i] = (false, default);
            }
        });

        // The default stands only where nothing was there.
        return [.. names.Zip(answers).Where(pair => pair.Second.IsThere).Select(pair => KeyValuePair.Create(pair.First, pair.Second.Answer!))];
    }

    // No grain has a blank key, and no connector a blank name: it has used no topics.
    private IConnectorTopicsGrain? Topics(string name) => !worker.IsTopicTrackingEnabled
        ? throw new ConnectRequestException(RequestErrorKind.Forbidden, "Topic tracking is disabled.")
        : string.IsNullOrWhiteSpace(name) ? null : grains.GetGrain<IConnectorTopicsGrain>(name);

    // Refused here for the same reason, with the words of validation.
    private async Task RefuseBlankAsync(string name, IReadOnlyDictionary<string, string?> config, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(name))
        {
            await validator.RequireValidAsync(config, cancellationToken);
            throw ConnectRequestException.Invalid("Invalid value  for configuration name: String may not be empty");
        }
    }
}

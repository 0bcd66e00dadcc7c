using Grpc.Core;
using Grpc.Net.Client;
using OrleansConnect.Client.Calls;
using V1 = OrleansConnect.Grpc.V1;

namespace OrleansConnect.Client;

/// <summary>
/// Manages the connectors of an OrleansConnect cluster. One client serves any number of calls at once, from any thread. Every failure is a <see cref="ConnectClientException"/>;
/// calls that the worker could not take are repeated for <see cref="ConnectClientOptions.RetryFor"/>, and what may have taken effect is never done twice.
/// </summary>
public sealed class ConnectClient : IDisposable
{
    private readonly ConnectClientOptions _options;
    private readonly GrpcChannel _channel;
    private readonly V1.ConnectService.ConnectServiceClient _service;
    private readonly CallRetry _retry;
    private readonly PluginCalls _plugins;
    private readonly ClusterCalls _cluster;
    private readonly OffsetCalls _offsets;

    /// <summary>A client of the worker that the options name; it connects with the first call.</summary>
    /// <param name="options">How to reach the worker; <see cref="ConnectClientOptions.Default"/> is one of default settings on this machine.</param>
    /// <exception cref="ArgumentException">The address is not an http or https address.</exception>
    public ConnectClient(ConnectClientOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        if (!_options.Address.IsAbsoluteUri || (_options.Address.Scheme != Uri.UriSchemeHttp && _options.Address.Scheme != Uri.UriSchemeHttps))
        {
            throw new ArgumentException($"The address '{_options.Address}' is not http://HOST:PORT or https://HOST:PORT.", nameof(options));
        }

        _channel = Channels.Open(_options);
        _service = new(_channel);
        _retry = new(_options);
        _plugins = new(_service, _retry);
        _cluster = new(_service, _retry);
        _offsets = new(_service, _retry);
        DeadLetters = new(_channel, _retry);
    }

    /// <summary>A client of the worker at that address, other options at their defaults.</summary>
    /// <param name="address">Its gRPC address, for example <c>http://127.0.0.1:8084</c>.</param>
    /// <exception cref="UriFormatException">The text is no address.</exception>
    public ConnectClient(string address)
        : this(new ConnectClientOptions { Address = new(address) })
    {
    }

    /// <summary>The records that connectors could not handle.</summary>
    public DeadLetterClient DeadLetters { get; }

    /// <summary>The cluster and its workers.</summary>
    public Task<ClusterInfo> GetClusterAsync(CancellationToken cancellationToken = default) => _cluster.GetAsync(cancellationToken);

    /// <summary>
    /// The movements of work that the cluster remembers, then every movement as it is made, until the enumeration ends. A lost connection is made again for as long as
    /// <see cref="ConnectClientOptions.RetryFor"/>; no movement is told twice.
    /// </summary>
    /// <param name="afterId">Only movements with a higher id.</param>
    /// <param name="cancellationToken">Ends the watch with an <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="ConnectClientException">The worker cannot be reached any more.</exception>
    public IAsyncEnumerable<Movement> WatchMovementsAsync(long afterId = 0, CancellationToken cancellationToken = default) =>
        new MovementWatch(_service, _options).RunAsync(afterId, cancellationToken);

    /// <summary>All connectors by name, with what is asked for.</summary>
    /// <param name="withConnector">Whether their configurations are wanted.</param>
    /// <param name="withStatus">Whether their statuses are wanted.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<IReadOnlyList<ListedConnector>> ListConnectorsAsync(
        bool withConnector = false, bool withStatus = false, CancellationToken cancellationToken = default)
    {
        var request = new V1.ListConnectorsRequest { WithConnector = withConnector, WithStatus = withStatus };
        return _retry.RunAsync(
            async (call, _) =>
            {
                var response = await _service.ListConnectorsAsync(request, call).ConfigureAwait(false);
                return (IReadOnlyList<ListedConnector>)[.. response.Connectors.Select(ConnectorMessages.From)];
            },
            cancellationToken);
    }

    /// <summary>A connector as configured.</summary>
    /// <exception cref="ConnectClientException">There is none of that name: <see cref="ConnectErrorKind.NotFound"/>.</exception>
    public Task<ConnectorInfo> GetConnectorAsync(string name, CancellationToken cancellationToken = default) =>
        _retry.RunAsync((call, _) => GetAsync(name, call), cancellationToken);

    /// <summary>
    /// Creates a connector; it starts soon after. If an attempt's answer was lost and the connector is there with this very configuration, that counts as created.
    /// </summary>
    /// <param name="name">Its name.</param>
    /// <param name="config">Its configuration; <c>name</c> may be missing.</param>
    /// <param name="initialState">The state to create it in; default: running.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="ConnectClientException">
    /// The configuration is not valid (<see cref="ConnectErrorKind.Invalid"/>, the message has every reason), or the name is taken (<see cref="ConnectErrorKind.AlreadyExists"/>).
    /// </exception>
    public Task<ConnectorInfo> CreateConnectorAsync(
        string name, IReadOnlyDictionary<string, string> config, TargetState? initialState = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(config);
        var request = new V1.CreateConnectorRequest { Name = name, Config = { config.ToDictionary() } };
        if (initialState is { } state)
        {
            request.InitialState = ConnectorMessages.To(state);
        }

        return _retry.RunAsync((call, mayBeDone) => CreateAsync(request, call, mayBeDone), cancellationToken);
    }

    /// <summary>Creates the connector or replaces its configuration; the same configuration again changes nothing.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="config">Its whole configuration; <c>name</c> may be missing.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="ConnectClientException">The configuration is not valid: <see cref="ConnectErrorKind.Invalid"/>.</exception>
    public Task<PutConnectorResult> PutConnectorAsync(string name, IReadOnlyDictionary<string, string> config, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(config);
        var request = new V1.PutConnectorRequest { Name = name, Config = { config.ToDictionary() } };
        return _retry.RunAsync(
            async (call, _) =>
            {
                var response = await _service.PutConnectorAsync(request, call).ConfigureAwait(false);
                return new PutConnectorResult(ConnectorMessages.From(response.Connector), response.Created);
            },
            cancellationToken);
    }

    /// <summary>Changes some settings of a connector and leaves the others.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="changes">New values; null removes the setting.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="ConnectClientException">The outcome is not valid (<see cref="ConnectErrorKind.Invalid"/>), or there is no such connector (<see cref="ConnectErrorKind.NotFound"/>).</exception>
    public Task<ConnectorInfo> PatchConnectorAsync(string name, IReadOnlyDictionary<string, string?> changes, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(changes);
        var request = new V1.PatchConnectorRequest { Name = name };
        foreach (var (key, value) in changes)
        {
            if (value is null)
            {
                request.Remove.Add(key);
            }
            else
            {
                request.Set.Add(key, value);
            }
        }

        return _retry.RunAsync(async (call, _) => ConnectorMessages.From(await _service.PatchConnectorAsync(request, call).ConfigureAwait(false)), cancellationToken);
    }

    /// <summary>Stops and forgets a connector. Its offsets stay.</summary>
    /// <exception cref="ConnectClientException">There is none of that name: <see cref="ConnectErrorKind.NotFound"/>.</exception>
    public Task DeleteConnectorAsync(string name, CancellationToken cancellationToken = default) => _retry.RunAsync(
        async (call, mayBeDone) =>
        {
            try
            {
                await _service.DeleteConnectorAsync(new() { Name = name }, call).ConfigureAwait(false);
            }
            catch (RpcException e) when (e.StatusCode == StatusCode.NotFound && mayBeDone)
            {
                // An earlier attempt deleted it and its answer was lost.
            }

            return true;
        },
        cancellationToken);

    /// <summary>Makes a connector's tasks idle; takes effect soon after.</summary>
    /// <exception cref="ConnectClientException">There is none of that name: <see cref="ConnectErrorKind.NotFound"/>.</exception>
    public Task PauseConnectorAsync(string name, CancellationToken cancellationToken = default) => SetTargetStateAsync(name, TargetState.Paused, cancellationToken);

    /// <summary>Lets a paused or stopped connector run; takes effect soon after.</summary>
    /// <exception cref="ConnectClientException">There is none of that name: <see cref="ConnectErrorKind.NotFound"/>.</exception>
    public Task ResumeConnectorAsync(string name, CancellationToken cancellationToken = default) => SetTargetStateAsync(name, TargetState.Running, cancellationToken);

    /// <summary>Ends a connector's tasks and keeps its configuration and offsets; takes effect soon after.</summary>
    /// <exception cref="ConnectClientException">There is none of that name: <see cref="ConnectErrorKind.NotFound"/>.</exception>
    public Task StopConnectorAsync(string name, CancellationToken cancellationToken = default) => SetTargetStateAsync(name, TargetState.Stopped, cancellationToken);

    /// <summary>Restarts a connector and, if asked, its tasks. It is not repeated if an attempt may have taken effect.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="includeTasks">Whether its tasks are restarted too.</param>
    /// <param name="onlyFailed">Whether only what failed is restarted.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The status, in which what is being restarted is <see cref="InstanceState.Restarting"/>.</returns>
    /// <exception cref="ConnectClientException">There is none of that name: <see cref="ConnectErrorKind.NotFound"/>.</exception>
    public Task<ConnectorStatus> RestartConnectorAsync(
        string name, bool includeTasks = false, bool onlyFailed = false, CancellationToken cancellationToken = default)
    {
        var request = new V1.RestartConnectorRequest { Name = name, IncludeTasks = includeTasks, OnlyFailed = onlyFailed };
        return _retry.RunOnceAsync(async call => StatusMessages.From(await _service.RestartConnectorAsync(request, call).ConfigureAwait(false)), cancellationToken);
    }

    /// <summary>Restarts one task. It is not repeated if an attempt may have taken effect.</summary>
    /// <exception cref="ConnectClientException">There is no such connector or task: <see cref="ConnectErrorKind.NotFound"/>.</exception>
    public Task RestartTaskAsync(string name, int task, CancellationToken cancellationToken = default) =>
        _retry.RunOnceAsync(async call => await _service.RestartTaskAsync(new() { Name = name, Task = task }, call).ConfigureAwait(false), cancellationToken);

    /// <summary>What a connector and its tasks are doing.</summary>
    /// <exception cref="ConnectClientException">There is none of that name: <see cref="ConnectErrorKind.NotFound"/>.</exception>
    public Task<ConnectorStatus> GetStatusAsync(string name, CancellationToken cancellationToken = default) =>
        _retry.RunAsync(async (call, _) => StatusMessages.From(await _service.GetStatusAsync(new() { Name = name }, call).ConfigureAwait(false)), cancellationToken);

    /// <summary>
    /// The present statuses, then <see cref="StatusEventKind.CaughtUp"/>, then every change until the enumeration ends. A lost connection is made again for as long as
    /// <see cref="ConnectClientOptions.RetryFor"/>; a slow reader misses steps between, never the outcome.
    /// </summary>
    /// <param name="names">The connectors to watch; none: all, also ones created later.</param>
    /// <param name="cancellationToken">Ends the watch with an <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="ConnectClientException">The worker cannot be reached any more.</exception>
    public IAsyncEnumerable<StatusEvent> WatchStatusAsync(IEnumerable<string>? names = null, CancellationToken cancellationToken = default) =>
        new StatusWatch(_service, _options, names ?? []).RunAsync(cancellationToken);

    /// <summary>The configurations that a connector gave to its tasks.</summary>
    /// <exception cref="ConnectClientException">There is none of that name: <see cref="ConnectErrorKind.NotFound"/>.</exception>
    public Task<IReadOnlyList<TaskConfig>> GetTaskConfigsAsync(string name, CancellationToken cancellationToken = default) => _retry.RunAsync(
        async (call, _) =>
        {
            var response = await _service.GetTaskConfigsAsync(new() { Name = name }, call).ConfigureAwait(false);
            return (IReadOnlyList<TaskConfig>)[.. response.Tasks.Select(ConnectorMessages.From)];
        },
        cancellationToken);

    /// <summary>The topics that a connector's tasks wrote to or read from since it was created or they were reset.</summary>
    /// <exception cref="ConnectClientException">There is none of that name: <see cref="ConnectErrorKind.NotFound"/>; the worker does not track topics: <see cref="ConnectErrorKind.Forbidden"/>.</exception>
    public Task<IReadOnlyList<string>> GetTopicsAsync(string name, CancellationToken cancellationToken = default) =>
        _cluster.GetTopicsAsync(name, cancellationToken);

    /// <summary>Forgets the topics that a connector has used; those still in use are back within seconds.</summary>
    /// <exception cref="ConnectClientException">There is none of that name: <see cref="ConnectErrorKind.NotFound"/>; the worker does not allow it: <see cref="ConnectErrorKind.Forbidden"/>.</exception>
    public Task ResetTopicsAsync(string name, CancellationToken cancellationToken = default) =>
        _cluster.ResetTopicsAsync(name, cancellationToken);

    /// <summary>Where a connector stands, whatever state it is in.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="withLogs">Whether a sink's partitions are wanted with what their logs hold, also partitions without an offset.</param>
    /// <param name="atTime">The time to look up in the logs.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="ConnectClientException">There is none of that name: <see cref="ConnectErrorKind.NotFound"/>.</exception>
    public Task<ConnectorOffsets> GetOffsetsAsync(string name, bool withLogs = false, DateTimeOffset? atTime = null, CancellationToken cancellationToken = default) =>
        _offsets.GetAsync(name, withLogs, atTime, cancellationToken);

    /// <summary>Sets or, where they are null, removes offsets of a stopped connector, all or none. The result is what to tell the user.</summary>
    /// <exception cref="ConnectClientException">It is not stopped, or an offset makes no sense: <see cref="ConnectErrorKind.Invalid"/>.</exception>
    public Task<string> AlterOffsetsAsync(string name, IReadOnlyList<ConnectorOffset> offsets, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(offsets);
        return _offsets.AlterAsync(name, offsets, cancellationToken);
    }

    /// <summary>Removes all offsets of a stopped connector. The result is what to tell the user.</summary>
    /// <exception cref="ConnectClientException">It is not stopped: <see cref="ConnectErrorKind.Invalid"/>.</exception>
    public Task<string> ResetOffsetsAsync(string name, CancellationToken cancellationToken = default) => _offsets.ResetAsync(name, cancellationToken);

    /// <summary>
    /// Restores the offsets before the last change of a stopped connector. That is a change too, and undone by the next call. It is not repeated if an attempt may have taken effect.
    /// </summary>
    /// <exception cref="ConnectClientException">It is not stopped, or there is nothing to undo: <see cref="ConnectErrorKind.Invalid"/>.</exception>
    public Task<string> UndoOffsetsAsync(string name, CancellationToken cancellationToken = default) => _offsets.UndoAsync(name, cancellationToken);

    /// <summary>The plugins of the worker that answers.</summary>
    /// <param name="connectorsOnly">Whether converters, transformations and predicates are left out.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<IReadOnlyList<PluginInfo>> ListPluginsAsync(bool connectorsOnly = false, CancellationToken cancellationToken = default) =>
        _plugins.ListAsync(connectorsOnly, cancellationToken);

    /// <summary>The settings that a plugin understands.</summary>
    /// <param name="plugin">Its class name, or an alias.</param>
    /// <param name="version">A version or range of versions; default: the latest.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="ConnectClientException">The worker has no such plugin: <see cref="ConnectErrorKind.NotFound"/>.</exception>
    public Task<IReadOnlyList<SettingDefinition>> GetPluginConfigAsync(string plugin, string? version = null, CancellationToken cancellationToken = default) =>
        _plugins.GetConfigAsync(plugin, version, cancellationToken);

    /// <summary>Finds everything that is wrong with a connector's configuration; creates nothing.</summary>
    /// <exception cref="ConnectClientException">It has no <c>connector.class</c> at all, or one that the worker does not have: <see cref="ConnectErrorKind.Invalid"/>.</exception>
    public Task<ConfigValidation> ValidateConfigAsync(IReadOnlyDictionary<string, string> config, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(config);
        return _plugins.ValidateAsync(config, cancellationToken);
    }

    /// <summary>Runs records through a connector's converters and transformations; starts nothing and writes nothing.</summary>
    /// <param name="kind">Whether they go the way of a source or of a sink.</param>
    /// <param name="config">A connector's configuration, of which only converters, transformations and predicates are used.</param>
    /// <param name="records">The records, at most 10,000 and 16 MiB.</param>
    /// <param name="trace">Whether the results have every step.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>A result for each record, in order.</returns>
    /// <exception cref="ConnectClientException">The configuration is not valid, or the records are too many: <see cref="ConnectErrorKind.Invalid"/>.</exception>
    public Task<IReadOnlyList<PreviewResult>> PreviewAsync(
        ConnectorKind kind, IReadOnlyDictionary<string, string> config, IReadOnlyList<PreviewRecord> records, bool trace = false, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(records);
        return _plugins.PreviewAsync(kind, config, records, trace, cancellationToken);
    }

    /// <summary>Closes the connection; watches end.</summary>
    public void Dispose() => _channel.Dispose();

    private async Task<ConnectorInfo> GetAsync(string name, CallOptions call) =>
        ConnectorMessages.From(await _service.GetConnectorAsync(new() { Name = name }, call).ConfigureAwait(false));

    private async Task<ConnectorInfo> CreateAsync(V1.CreateConnectorRequest request, CallOptions call, bool mayBeDone)
    {
        try
        {
            return ConnectorMessages.From(await _service.CreateConnectorAsync(request, call).ConfigureAwait(false));
        }
        catch (RpcException e) when (e.StatusCode == StatusCode.AlreadyExists && mayBeDone)
        {
            var found = await GetAsync(request.Name, call).ConfigureAwait(false);
            var isOurs = found.Config.Where(IsNotName).ToHashSet().SetEquals(request.Config.Where(IsNotName));
            return isOurs ? found : throw CallErrors.Translate(e, _options.Address);
        }

        static bool IsNotName(KeyValuePair<string, string> setting) => setting.Key != "name";
    }

    private Task<bool> SetTargetStateAsync(string name, TargetState state, CancellationToken cancellationToken) => _retry.RunAsync(
        async (call, _) =>
        {
            await _service.SetTargetStateAsync(new() { Name = name, State = ConnectorMessages.To(state) }, call).ConfigureAwait(false);
            return true;
        },
        cancellationToken);
}

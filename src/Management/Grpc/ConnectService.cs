using Grpc.Core;
using OrleansConnect.Grains;
using OrleansConnect.Grpc.V1;
using OrleansConnect.Management.Requests;
using OrleansConnect.Management.Watching;
using OrleansConnect.Runtime.Validation;
using PreviewRequest = OrleansConnect.Grpc.V1.PreviewRequest;

namespace OrleansConnect.Management.Grpc;

/// <summary>The gRPC interface; what its methods mean is in the proto file.</summary>
#pragma warning disable CA1506 // Every method brings two messages; a service of its own for each group would only spread them.
internal sealed class ConnectService(
    ConnectorRequests requests, PluginCatalog plugins, ConnectorValidator validator, PreviewGate previews, WorkerState worker, StatusWatches watches)
#pragma warning restore CA1506
    : OrleansConnect.Grpc.V1.ConnectService.ConnectServiceBase
{
    public override async Task<Cluster> GetCluster(GetClusterRequest request, ServerCallContext context)
    {
        var overview = await requests.Cluster.GetOverview(context.CancellationToken);
        return new()
        {
            Version = worker.Identity.Version,
            Commit = worker.Identity.Commit,
            KafkaClusterId = worker.KafkaClusterId ?? "",
            Workers = { overview.Workers.Select(ClusterMessages.Of) },
            Unassigned = { overview.Unassigned.Select(ClusterMessages.Of) },
            Movements = { overview.Movements.Select(ClusterMessages.Of) },
        };
    }

    public override Task WatchMovements(WatchMovementsRequest request, IServerStreamWriter<OrleansConnect.Grpc.V1.Movement> responseStream, ServerCallContext context) =>
        new MovementStream(requests, responseStream).RunAsync(request.AfterId, context.CancellationToken);

    public override async Task<ListConnectorsResponse> ListConnectors(ListConnectorsRequest request, ServerCallContext context)
    {
        var names = await requests.Cluster.ListConnectors(context.CancellationToken);
        var listed = await requests.ReadAllAsync(
            names,
            async (connector, token) => new ListedConnector
            {
                Connector = request.WithConnector ? ConnectorMessages.Of(await connector.GetInfo(token)) : null,
                Status = request.WithStatus ? StatusMessages.Of(await connector.GetStatus(token)) : null,
            },
            context.CancellationToken);
        var response = new ListConnectorsResponse();
        foreach (var (name, connector) in listed)
        {
            connector.Name = name;
            response.Connectors.Add(connector);
        }

        return response;
    }

    public override async Task<Connector> GetConnector(GetConnectorRequest request, ServerCallContext context) =>
        ConnectorMessages.Of(await requests.Connector(request.Name).GetInfo(context.CancellationToken));

    public override async Task<Connector> CreateConnector(CreateConnectorRequest request, ServerCallContext context)
    {
        var (config, state) = (ConnectorMessages.Of(request.Config), ConnectorMessages.Of(request.InitialState));
        return ConnectorMessages.Of(await requests.CreateAsync(request.Name, config, state, context.CancellationToken));
    }

    public override async Task<PutConnectorResponse> PutConnector(PutConnectorRequest request, ServerCallContext context)
    {
        var result = await requests.PutAsync(request.Name, ConnectorMessages.Of(request.Config), context.CancellationToken);
        return new() { Connector = ConnectorMessages.Of(result.Info), Created = result.Created };
    }

    public override async Task<Connector> PatchConnector(PatchConnectorRequest request, ServerCallContext context)
    {
        var changes = ConnectorMessages.Of(request.Set);
        foreach (var key in request.Remove)
        {
            changes[key] = null;
        }

        return ConnectorMessages.Of(await requests.Connector(request.Name).Patch(changes, context.CancellationToken));
    }

    public override async Task<DeleteConnectorResponse> DeleteConnector(DeleteConnectorRequest request, ServerCallContext context)
    {
        await requests.Connector(request.Name).Delete(context.CancellationToken);
        return new();
    }

    public override async Task<SetTargetStateResponse> SetTargetState(SetTargetStateRequest request, ServerCallContext context)
    {
        var state = ConnectorMessages.Of(request.State)
            ?? throw ConnectRequestException.Invalid("The request names no target state. Set it to running, paused or stopped.");
        await requests.Connector(request.Name).SetTargetState(state, context.CancellationToken);
        return new();
    }

    public override async Task<OrleansConnect.Grpc.V1.ConnectorStatus> RestartConnector(RestartConnectorRequest request, ServerCallContext context) =>
        StatusMessages.Of(await requests.Connector(request.Name).Restart(request.IncludeTasks, request.OnlyFailed, context.CancellationToken));

    public override async Task<RestartTaskResponse> RestartTask(RestartTaskRequest request, ServerCallContext context)
    {
        await requests.Connector(request.Name).RestartTask(request.Task, context.CancellationToken);
        return new();
    }

    public override async Task<OrleansConnect.Grpc.V1.ConnectorStatus> GetStatus(GetStatusRequest request, ServerCallContext context) =>
        StatusMessages.Of(await requests.Connector(request.Name).GetStatus(context.CancellationToken));

    public override async Task WatchStatus(WatchStatusRequest request, IServerStreamWriter<StatusEvent> responseStream, ServerCallContext context)
    {
        await using var watch = watches.Create(request.Names);
        await new StatusStream(watch, responseStream).RunAsync(context.CancellationToken);
    }

    public override async Task<GetTaskConfigsResponse> GetTaskConfigs(GetTaskConfigsRequest request, ServerCallContext context)
    {
        var tasks = await requests.Connector(request.Name).GetTaskConfigs(context.CancellationToken);
        return new() { Tasks = { tasks.Select(ConnectorMessages.Of) } };
    }

    public override async Task<GetTopicsResponse> GetTopics(GetTopicsRequest request, ServerCallContext context)
    {
        await RequireExistsAsync(request.Name, context);
        return new() { Topics = { await requests.GetTopicsAsync(request.Name, context.CancellationToken) } };
    }

    public override async Task<ResetTopicsResponse> ResetTopics(ResetTopicsRequest request, ServerCallContext context)
    {
        await RequireExistsAsync(request.Name, context);
        await requests.ResetTopicsAsync(request.Name, context.CancellationToken);
        return new();
    }

    public override async Task<OrleansConnect.Grpc.V1.ConnectorOffsets> GetOffsets(GetOffsetsRequest request, ServerCallContext context)
    {
        var query = new OffsetsQuery(request.WithLogs, request.AtTime?.ToDateTimeOffset());
        return OffsetMessages.Of(await requests.Connector(request.Name).GetOffsets(query, context.CancellationToken));
    }

    public override async Task<OffsetsChanged> AlterOffsets(AlterOffsetsRequest request, ServerCallContext context) =>
        new() { Message = await requests.Connector(request.Name).AlterOffsets([.. request.Offsets.Select(OffsetMessages.Of)], context.CancellationToken) };

    public override async Task<OffsetsChanged> ResetOffsets(ResetOffsetsRequest request, ServerCallContext context) =>
        new() { Message = await requests.Connector(request.Name).ResetOffsets(context.CancellationToken) };

    public override async Task<OffsetsChanged> UndoOffsets(UndoOffsetsRequest request, ServerCallContext context) =>
        new() { Message = await requests.Connector(request.Name).UndoOffsets(context.CancellationToken) };

    public override Task<ListPluginsResponse> ListPlugins(ListPluginsRequest request, ServerCallContext context) => Task.FromResult(
        new ListPluginsResponse { Plugins = { plugins.List(request.ConnectorsOnly).Select(PluginMessages.Of) } });

    public override async Task<GetPluginConfigResponse> GetPluginConfig(GetPluginConfigRequest request, ServerCallContext context)
    {
        var version = request.Version.Length == 0 ? null : request.Version;
        var keys = await plugins.GetConfigAsync(request.Plugin, version, context.CancellationToken);
        return new() { Settings = { keys.Select(PluginMessages.Of) } };
    }

    public override async Task<Validation> ValidateConfig(ValidateConfigRequest request, ServerCallContext context) =>
        PluginMessages.Of(await validator.ValidateAsync(ConnectorMessages.Of(request.Config), context.CancellationToken));

    public override async Task<PreviewResponse> Preview(PreviewRequest request, ServerCallContext context) =>
        PreviewMessages.Of(await previews.RunAsync(PreviewMessages.Of(request), context.GetHttpContext().Response, context.CancellationToken));

    // REST answers for connectors that do not exist, as Kafka Connect's does; a mistyped name deserves better.
    private async Task RequireExistsAsync(string name, ServerCallContext context) => await requests.Connector(name).GetInfo(context.CancellationToken);
}

using OrleansConnect.Management.Requests;
using OrleansConnect.Management.Rest.Bodies;

namespace OrleansConnect.Management.Rest.Groups;

/// <summary>The configurations of connectors and of their tasks.</summary>
internal sealed class ConfigGroup(ConnectorRequests requests) : IRestGroup
{
    public IEnumerable<RestResource> Resources =>
    [
        new("/connectors/{connector}/config") { Get = Get, Put = Put, Patch = Patch },
        new("/connectors/{connector}/tasks") { Get = GetTasks },
    ];

    private async Task<RestResult> Get(RestRequest request, CancellationToken cancellationToken)
    {
        var info = await requests.Connector(request.Name).GetInfo(cancellationToken);
        return RestResult.Json(info.Config, RestJson.Relaxed.IReadOnlyDictionaryStringString);
    }

    private async Task<RestResult> Put(RestRequest request, CancellationToken cancellationToken)
    {
        var config = await request.ReadConfigAsync(cancellationToken);
        var result = await requests.PutAsync(request.Name, config, cancellationToken);
        return result.Created
            ? ConnectorsGroup.Created(request, result.Info)
            : RestResult.Json(ConnectorBody.Of(result.Info), RestJson.Relaxed.ConnectorBody);
    }

    private async Task<RestResult> Patch(RestRequest request, CancellationToken cancellationToken)
    {
        var changes = await request.ReadConfigAsync(cancellationToken);
        var info = await requests.Connector(request.Name).Patch(changes, cancellationToken);
        return RestResult.Json(ConnectorBody.Of(info), RestJson.Relaxed.ConnectorBody);
    }

    private async Task<RestResult> GetTasks(RestRequest request, CancellationToken cancellationToken)
    {
        var tasks = await requests.Connector(request.Name).GetTaskConfigs(cancellationToken);
        return RestResult.Json([.. tasks.Select(TaskConfigBody.Of)], RestJson.Relaxed.IReadOnlyListTaskConfigBody);
    }
}

using Microsoft.AspNetCore.Http;
using OrleansConnect.Grains;
using OrleansConnect.Management.Requests;
using OrleansConnect.Management.Rest.Bodies;

namespace OrleansConnect.Management.Rest.Groups;

/// <summary>Connectors: list, create, look at, delete.</summary>
internal sealed class ConnectorsGroup(ConnectorRequests requests) : IRestGroup
{
    public IEnumerable<RestResource> Resources =>
    [
        new("/connectors") { Get = List, Post = Create },
        new("/connectors/{connector}") { Get = Get, Delete = Delete },
    ];

    private async Task<RestResult> List(RestRequest request, CancellationToken cancellationToken)
    {
        var names = await requests.Cluster.ListConnectors(cancellationToken);
        var expand = request.QueryAll("expand");
        return expand.Count == 0
            ? RestResult.Json(names, RestJson.Relaxed.IReadOnlyListString)
            : await ListExpanded(names, expand.Contains("status"), expand.Contains("info"), cancellationToken);
    }

    private async Task<RestResult> ListExpanded(IReadOnlyList<string> names, bool withStatus, bool withInfo, CancellationToken cancellationToken)
    {
        var expanded = await requests.ReadAllAsync(
            names,
            async (connector, token) => new ExpandedBody
            {
                Status = withStatus ? await connector.GetStatus(token) : null,
                Info = withInfo ? ConnectorBody.Of(await connector.GetInfo(token)) : null,
            },
            cancellationToken);
        return RestResult.Json(new OrderedDictionary<string, ExpandedBody>(expanded), RestJson.Relaxed.IReadOnlyDictionaryStringExpandedBody);
    }

    private async Task<RestResult> Create(RestRequest request, CancellationToken cancellationToken)
    {
        var body = await request.ReadCreateConnectorAsync(cancellationToken);
        var info = await requests.CreateAsync(body.Name, body.Config, body.InitialState, cancellationToken);
        return Created(request, info);
    }

    private async Task<RestResult> Get(RestRequest request, CancellationToken cancellationToken)
    {
        var info = await requests.Connector(request.Name).GetInfo(cancellationToken);
        return RestResult.Json(ConnectorBody.Of(info), RestJson.Relaxed.ConnectorBody);
    }

    private async Task<RestResult> Delete(RestRequest request, CancellationToken cancellationToken)
    {
        await requests.Connector(request.Name).Delete(cancellationToken);
        return RestResult.NoContent;
    }

    internal static RestResult Created(RestRequest request, ConnectorInfo info) =>
        RestResult.Json(ConnectorBody.Of(info), RestJson.Relaxed.ConnectorBody, StatusCodes.Status201Created) with
        {
            Location = request.AddressOf(info.Name),
        };
}

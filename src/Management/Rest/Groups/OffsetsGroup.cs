using OrleansConnect.Grains;
using OrleansConnect.Management.Requests;
using OrleansConnect.Management.Rest.Bodies;

namespace OrleansConnect.Management.Rest.Groups;

/// <summary>Where connectors stand, and changes of that.</summary>
internal sealed class OffsetsGroup(ConnectorRequests requests) : IRestGroup
{
    public IEnumerable<RestResource> Resources => [new("/connectors/{connector}/offsets") { Get = Get, Patch = Alter, Delete = Reset }];

    private async Task<RestResult> Get(RestRequest request, CancellationToken cancellationToken)
    {
        var offsets = await requests.Connector(request.Name).GetOffsets(new OffsetsQuery(), cancellationToken);
        return RestResult.Json(OffsetsBody.Of(offsets), RestJson.Relaxed.JsonObject);
    }

    private async Task<RestResult> Alter(RestRequest request, CancellationToken cancellationToken)
    {
        var offsets = await request.ReadOffsetsAsync(cancellationToken);
        return Done(await requests.Connector(request.Name).AlterOffsets(offsets, cancellationToken));
    }

    private async Task<RestResult> Reset(RestRequest request, CancellationToken cancellationToken) =>
        Done(await requests.Connector(request.Name).ResetOffsets(cancellationToken));

    private static RestResult Done(string message) => RestResult.Json(new MessageBody(message), RestJson.Relaxed.MessageBody);
}

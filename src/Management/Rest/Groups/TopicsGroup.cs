using OrleansConnect.Management.Requests;
using OrleansConnect.Management.Rest.Bodies;

namespace OrleansConnect.Management.Rest.Groups;

/// <summary>The topics that connectors have used.</summary>
internal sealed class TopicsGroup(ConnectorRequests requests) : IRestGroup
{
    public IEnumerable<RestResource> Resources =>
    [
        new("/connectors/{connector}/topics") { Get = Get },
        new("/connectors/{connector}/topics/reset") { Put = Reset },
    ];

    private async Task<RestResult> Get(RestRequest request, CancellationToken cancellationToken)
    {
        var topics = await requests.GetTopicsAsync(request.Name, cancellationToken);
        return RestResult.Json(new Dictionary<string, TopicsBody> { [request.Name] = new(topics) }, RestJson.Relaxed.IReadOnlyDictionaryStringTopicsBody);
    }

    private async Task<RestResult> Reset(RestRequest request, CancellationToken cancellationToken)
    {
        await requests.ResetTopicsAsync(request.Name, cancellationToken);
        return RestResult.Accepted;
    }
}

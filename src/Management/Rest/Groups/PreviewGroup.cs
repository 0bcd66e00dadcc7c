using OrleansConnect.Management.Requests;
using OrleansConnect.Management.Rest.Bodies;

namespace OrleansConnect.Management.Rest.Groups;

/// <summary>Tries converters and transformations on records. Kafka Connect has no such thing.</summary>
internal sealed class PreviewGroup(PreviewGate previews) : IRestGroup
{
    public IEnumerable<RestResource> Resources => [new("/preview") { Post = Preview }];

    private async Task<RestResult> Preview(RestRequest request, CancellationToken cancellationToken)
    {
        var asked = await request.ReadPreviewAsync(cancellationToken);
        var results = await previews.RunAsync(asked, request.Response, cancellationToken);
        return RestResult.Written((output, cancel) => PreviewJson.WriteAsync(results, output, cancel));
    }
}

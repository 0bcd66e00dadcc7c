using OrleansConnect.EmbeddedKafka.Wire;

namespace OrleansConnect.EmbeddedKafka.Server;

/// <summary>The head of a request. The route is null when a client asks for ApiVersions in a version that is not spoken.</summary>
internal readonly record struct RequestHeader(Route? Route, short Version, int CorrelationId, string ClientId, int Length)
{
    /// <summary>ApiVersions is always answered under the old head, because the client cannot know yet.</summary>
    public bool HasFlexibleResponse => Route is { Api: var api } && api.Key != (short)ApiKey.ApiVersions && Version >= api.FlexibleFrom;

    public static RequestHeader Read(ReadOnlyMemory<byte> frame, Router router, long budgetBytes)
    {
        var reader = new WireReader(frame, budgetBytes);
        var (key, version, correlationId) = (reader.Int16(), reader.Int16(), reader.Int32());
        var route = router.Find(key);
        if (route is null || version < route.Api.First || version > route.Api.Last)
        {
            return key == (short)ApiKey.ApiVersions
                ? new RequestHeader(null, 0, correlationId, "", 0)
                : throw new MalformedFrameException($"Version {version} of api {key} is not spoken here.");
        }

        var clientId = reader.NullableString(flexible: false) ?? "";
        if (version >= route.Api.FlexibleFrom)
        {
            for (var tags = reader.VarUInt(); tags > 0; tags--)
            {
                reader.TagStart(out var end);
                reader.TagEnd(end);
            }
        }

        return new RequestHeader(route, version, correlationId, clientId, frame.Length - reader.Remaining);
    }
}

using OrleansConnect.EmbeddedKafka.Wire;

namespace OrleansConnect.EmbeddedKafka.Server;

/// <summary>Says which apis the broker speaks, and in which versions.</summary>
internal sealed class ApiVersionsHandler(Router router)
{
    public ApiVersionsResponse Handle(RequestContext context, ApiVersionsRequest request) => Describe(router, ErrorCode.None);

    public static ApiVersionsResponse Describe(Router router, ErrorCode error) => new()
    {
        ErrorCode = error,
        ApiKeys = [.. router.Apis.Select(api => new ApiVersionsResponse.ApiKeyEntry
        {
            ApiKey = api.Key,
            // As Apache Kafka does: librdkafka takes a broker without version 0 of Produce for one that cannot compress.
            MinVersion = api.Key == (short)ApiKey.Produce ? (short)0 : api.First,
            MaxVersion = api.Last,
        })],
    };
}

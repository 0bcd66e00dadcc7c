using OrleansConnect.EmbeddedKafka.Wire;

namespace OrleansConnect.EmbeddedKafka.Server;

/// <summary>Which handler answers which api.</summary>
internal sealed class Router
{
    private readonly SortedDictionary<short, Route> _routes = [];

    public IEnumerable<ApiSpan> Apis => _routes.Values.Select(route => route.Api);

    public Route? Find(short apiKey) => _routes.GetValueOrDefault(apiKey);

    public void Map<TRequest, TResponse>(Func<RequestContext, TRequest, TResponse> handle)
        where TRequest : IWireMessage<TRequest>
        where TResponse : class, IWireMessage<TResponse> =>
        MapAsync<TRequest, TResponse>((context, request) => new(handle(context, request)));

    /// <summary>Maps a handler that may wait, or answer nothing (null).</summary>
    public void MapAsync<TRequest, TResponse>(Func<RequestContext, TRequest, ValueTask<TResponse?>> handle)
        where TRequest : IWireMessage<TRequest>
        where TResponse : class, IWireMessage<TResponse> =>
        _routes.Add(TRequest.Api.Key, new Route(TRequest.Api, (context, frame, at, limit) =>
        {
            var reader = new WireReader(frame[at..], limit);
            var request = TRequest.Read(ref reader, context.Version);
            return AnswerAsync(handle(context, request), context.Version);
        }));

    private static async ValueTask<Action<WireWriter>?> AnswerAsync<TResponse>(ValueTask<TResponse?> answer, short version)
        where TResponse : class, IWireMessage<TResponse>
    {
        var response = await answer;
        return response is null ? null : writer => response.Write(writer, version);
    }
}

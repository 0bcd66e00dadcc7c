using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using OrleansConnect.Grains;
using OrleansConnect.Management.Rest.Bodies;
using OrleansConnect.Runtime.Preview;

namespace OrleansConnect.Management.Rest;

/// <summary>What handlers want to know of a request.</summary>
internal sealed class RestRequest(HttpContext context)
{
    private const string Plain = "!$&'()*+,;=:@";

    /// <summary>The name of the connector or plugin: the second part of the path.</summary>
    public string Name => Segment(1);

    /// <summary>The number of the task, where the path has one.</summary>
    public int Task => int.Parse((string)context.GetRouteValue("task")!, CultureInfo.InvariantCulture); // routing let only numbers pass

    /// <summary>What it is answered with, for what has to be held until that is done.</summary>
    public HttpResponse Response => context.Response;

    /// <summary>The values of a query parameter.</summary>
    public IReadOnlyList<string?> QueryAll(string name) => context.Request.Query[name];

    /// <summary>The first value of a query parameter, or null.</summary>
    public string? Query(string name) => context.Request.Query[name].FirstOrDefault();

    /// <summary>Whether a query parameter says <c>true</c>; anything else that is given is false, and one without a value is not given.</summary>
    public bool Flag(string name, bool defaultValue = false) =>
        Query(name) is { Length: > 0 } text ? text.Equals("true", StringComparison.OrdinalIgnoreCase) : defaultValue;

    /// <summary>The absolute address of a connector, as this client reaches it.</summary>
    public string AddressOf(string connector)
    {
        // As in Kafka Connect's answers, without what a path may have as it is. A slash would be one between names.
        var name = Plain.Aggregate(Uri.EscapeDataString(connector), (escaped, letter) => escaped.Replace(Uri.HexEscape(letter), $"{letter}", StringComparison.Ordinal));
        return $"{context.Request.Scheme}://{context.Request.Host}/connectors/{name}";
    }

    public Task<IReadOnlyDictionary<string, string?>> ReadConfigAsync(CancellationToken cancellationToken) =>
        RestBody.ReadConfigAsync(Body, cancellationToken);

    public Task<CreateConnectorBody> ReadCreateConnectorAsync(CancellationToken cancellationToken) =>
        RestBody.ReadCreateConnectorAsync(Body, cancellationToken);

    public Task<IReadOnlyList<ConnectorOffset>> ReadOffsetsAsync(CancellationToken cancellationToken) =>
        OffsetsBody.ReadAsync(Body, cancellationToken);

    public Task<PreviewRequest> ReadPreviewAsync(CancellationToken cancellationToken) =>
        PreviewBody.ReadAsync(Body, cancellationToken);

    /// <summary>Whether the path is of that pattern to the letter: routing does not tell capitals from small letters.</summary>
    public bool IsOf(string pattern)
    {
        var sent = Segments();
        var known = pattern.Split('/', StringSplitOptions.RemoveEmptyEntries);
        return sent.Length == known.Length && known.Zip(sent).All(pair => pair.First.StartsWith('{') || pair.First == pair.Second);
    }

    private Stream Body
    {
        get
        {
            ContentNegotiation.RequireJson(context.Request);
            return context.Request.Body;
        }
    }

    private string Segment(int index) => Segments()[index];

    // Taken from the path as it was sent: in the decoded one a slash within a name could not be told from one between names.
    private string[] Segments()
    {
        var sent = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var path = sent.StartsWith('/') ? sent.Split('?', 2)[0] : context.Request.Path.Value ?? "";
        string[] segments = [.. path.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(Uri.UnescapeDataString)];

        // The route was chosen without them, so that the name could be another than the route's.
        return Array.Find(segments, segment => segment is "." or "..") is { } dots
            ? throw ConnectRequestException.Invalid($"The path {path} has the segment '{dots}', and may not. Write the path without it; a connector of that name is reached over gRPC and the command line.")
            : segments;
    }
}

using System.Net.Mime;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace OrleansConnect.Management.Rest;

/// <summary>Bodies are JSON in both directions.</summary>
internal static class ContentNegotiation
{
    private static readonly MediaTypeHeaderValue Json = new(MediaTypeNames.Application.Json);

    /// <summary>The refusal of a request that wants something else, or null.</summary>
    public static RestResult? Refuse(HttpRequest request) =>
        HttpMethods.IsOptions(request.Method) || IsJsonWanted(request) ? null : RestErrors.OfStatus(StatusCodes.Status406NotAcceptable);

    /// <summary>Refuses a body that is something else. Where none is read, as for a pause, it does not matter what was sent.</summary>
    public static void RequireJson(HttpRequest request)
    {
        if (!IsJsonSent(request))
        {
            throw new RestException(StatusCodes.Status415UnsupportedMediaType, RestErrors.TextOf(StatusCodes.Status415UnsupportedMediaType));
        }
    }

    private static bool IsJsonSent(HttpRequest request)
    {
        var hasBody = request.HttpContext.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody ?? false;
        return !hasBody
            || string.IsNullOrEmpty(request.ContentType)
            || (MediaTypeHeaderValue.TryParse(request.ContentType, out var sent) && sent.MediaType.Equals(Json.MediaType, StringComparison.OrdinalIgnoreCase));
    }

    private static bool IsJsonWanted(HttpRequest request) =>
        string.IsNullOrWhiteSpace(request.Headers.Accept)
        || (MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out var wanted)
            && wanted.Any(type => type.Quality != 0 && Json.IsSubsetOf(Plain(type))));

    // Parameters, the quality among them, do not matter.
    private static MediaTypeHeaderValue Plain(MediaTypeHeaderValue type) => new(type.MediaType);
}

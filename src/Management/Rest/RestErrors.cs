using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using OrleansConnect.Grains;
using OrleansConnect.Management.Requests;

namespace OrleansConnect.Management.Rest;

/// <summary>Which answer stands for which exception.</summary>
internal static class RestErrors
{
    /// <param name="exception">What was thrown, other than because the client went away or its time ran out.</param>
    /// <param name="withHints">Whether the client wants <c>hints</c>, which Kafka Connect's answers do not have.</param>
    public static RestResult Of(Exception exception, bool withHints) => exception switch
    {
        RestException e => RestResult.Error(e.Status, e.Text, withHints ? HintsOf(e.InnerException) : null),
        ConnectRequestException e => RestResult.Error(StatusOf(e.Kind), e.Message, withHints ? HintsOf(e) : null),
        BadHttpRequestException e => RestResult.Error(e.StatusCode, e.Message),
        _ when WorkerTexts.IsUnreachable(exception, isCancelled: false) => RestResult.Error(StatusCodes.Status503ServiceUnavailable, WorkerTexts.Unreachable),
        _ => RestResult.Error(StatusCodes.Status500InternalServerError, exception.Message),
    };

    /// <summary>Whether nobody expected it, so that it has to be logged.</summary>
    public static bool IsUnexpected(Exception exception) => exception is not (RestException or ConnectRequestException or BadHttpRequestException);

    /// <summary>The answer where the web server has only a status to say.</summary>
    public static RestResult OfStatus(int status) => RestResult.Error(status, TextOf(status));

    /// <summary>Its message.</summary>
    public static string TextOf(int status) => $"HTTP {status} {ReasonPhrases.GetReasonPhrase(status)}";

    private static IReadOnlyList<string>? HintsOf(Exception? exception) => exception is ConnectRequestException { Hints.Count: > 0 } refused ? refused.Hints : null;

    private static int StatusOf(RequestErrorKind kind) => kind switch
    {
        RequestErrorKind.Invalid => StatusCodes.Status400BadRequest,
        RequestErrorKind.NotFound => StatusCodes.Status404NotFound,
        RequestErrorKind.Conflict => StatusCodes.Status409Conflict,
        RequestErrorKind.Unavailable => StatusCodes.Status503ServiceUnavailable,
        RequestErrorKind.Forbidden => StatusCodes.Status403Forbidden,
        RequestErrorKind.TooLarge => StatusCodes.Status413PayloadTooLarge,
        _ => StatusCodes.Status500InternalServerError,
    };
}

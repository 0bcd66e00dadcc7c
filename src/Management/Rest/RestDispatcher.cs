using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using OrleansConnect.Management.Requests;

namespace OrleansConnect.Management.Rest;

/// <summary>Takes a request to its handler and the answer, or the error, back. No handler keeps a client waiting beyond the deadline.</summary>
internal sealed partial class RestDispatcher(RestOptions options, WorkerState worker, TimeProvider time, ILogger<RestDispatcher> logger)
{
    private const string TimedOutText = "Request timed out";

    public async Task InvokeAsync(HttpContext context, string pattern, RestHandler handler) =>
        await WriteAsync(context, ContentNegotiation.Refuse(context.Request) ?? await AnswerAsync(context, pattern, handler));

    /// <summary>Answers methods for which a resource has no handler.</summary>
    public async Task RefuseMethodAsync(HttpContext context, string pattern, IEnumerable<string> allowed) =>
        await WriteAsync(context, await AnswerAsync(context, pattern, (_, _) => Task.FromResult(RestResult.MethodNotAllowed(allowed))));

    /// <summary>Has requests wait until the worker has started, as long as any may take.</summary>
    public RestHandler WhenReady(RestHandler handler) => (request, cancellationToken) =>
        worker.IsReady ? handler(request, cancellationToken) : WaitAsync(handler, request, cancellationToken);

    private async Task<RestResult> WaitAsync(RestHandler handler, RestRequest request, CancellationToken cancellationToken)
    {
        await worker.WhenReadyAsync(cancellationToken);
        return await handler(request, cancellationToken);
    }

    // A client that went away is answered nothing.
    private static Task WriteAsync(HttpContext context, RestResult result) =>
        context.RequestAborted.IsCancellationRequested ? Task.CompletedTask : result.WriteAsync(context.Response, context.RequestAborted);

    // The edge of the process: every error becomes an answer.
    private async Task<RestResult> AnswerAsync(HttpContext context, string pattern, RestHandler handler)
    {
        using var deadline = new CancellationTokenSource(options.RequestTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, context.RequestAborted);
        var request = new RestRequest(context);
        try
        {
            return request.IsOf(pattern)
                ? await handler(request, either.Token).WaitAsync(either.Token)
                : RestErrors.OfStatus(StatusCodes.Status404NotFound);
        }
        catch (Exception e) when (e is TimeoutException || (e is OperationCanceledException && either.IsCancellationRequested))
        {
            return RestResult.Error(StatusCodes.Status500InternalServerError, TimedOut());
        }
        catch (Exception e)
        {
            if (RestErrors.IsUnexpected(e))
            {
                LogFailed(e, context.Request.Method, context.Request.Path);
            }

            return RestErrors.Of(e, request.Flag("hints"));
        }
    }

    private string TimedOut() => worker.Stage is { } stage ? $"{TimedOutText}. {stage.Summary}" : TimedOutText;

    [LoggerMessage(LogLevel.Error, "The request {Method} {Path} failed.")]
    private partial void LogFailed(Exception exception, string method, string path);
}

using Grpc.Core;
using OrleansConnect.Grains;
using OrleansConnect.Management.Requests;

namespace OrleansConnect.Management.Grpc;

/// <summary>Which status stands for which exception; the proto file has the list for readers.</summary>
internal static class GrpcErrors
{
    public static Status StatusOf(Exception exception, ServerCallContext context) => exception switch
    {
        ConnectRequestException e => new(CodeOf(e.Kind, context.Method), string.Join('\n', [e.Message, .. e.Hints.Distinct().Select(hint => $"Hint: {hint}")])),
        TimeoutException => new(StatusCode.DeadlineExceeded, "Request timed out"),
        _ when WorkerTexts.IsUnreachable(exception, context.CancellationToken.IsCancellationRequested) => new(StatusCode.Unavailable, WorkerTexts.Unreachable),
        OperationCanceledException => new(StatusCode.Cancelled, "The call was cancelled."),
        _ => new(StatusCode.Internal, exception.Message),
    };

    private static StatusCode CodeOf(RequestErrorKind kind, string method) => kind switch
    {
        RequestErrorKind.Invalid or RequestErrorKind.Unresolved => StatusCode.InvalidArgument,
        RequestErrorKind.NotFound => StatusCode.NotFound,
        RequestErrorKind.Conflict when method.EndsWith("/CreateConnector", StringComparison.Ordinal) => StatusCode.AlreadyExists,
        RequestErrorKind.Conflict => StatusCode.Aborted,
        RequestErrorKind.TimedOut => StatusCode.DeadlineExceeded,
        RequestErrorKind.Unavailable => StatusCode.Unavailable,
        RequestErrorKind.Forbidden => StatusCode.PermissionDenied,
        RequestErrorKind.TooLarge => StatusCode.ResourceExhausted,
        _ => StatusCode.Internal,
    };
}

using System.Net.Sockets;
using Grpc.Core;

namespace OrleansConnect.Client.Calls;

/// <summary>What a failed call means.</summary>
internal static class CallErrors
{
    /// <summary>Whether the request cannot have reached a worker.</summary>
    public static bool WasNeverSent(RpcException error) => CauseOf(error) is
        HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError;

    public static bool IsWorthRepeating(RpcException error) =>
        error.StatusCode == StatusCode.Unavailable && CauseOf(error) is not (HttpRequestError.VersionNegotiationError or HttpRequestError.InvalidResponse);

    public static ConnectClientException Translate(RpcException error, Uri address) => error.StatusCode switch
    {
        StatusCode.InvalidArgument or StatusCode.OutOfRange or StatusCode.ResourceExhausted => Of(ConnectErrorKind.Invalid, error),
        StatusCode.NotFound => Of(ConnectErrorKind.NotFound, error),
        StatusCode.AlreadyExists => Of(ConnectErrorKind.AlreadyExists, error),
        StatusCode.PermissionDenied => Of(ConnectErrorKind.Forbidden, error),
        StatusCode.Aborted or StatusCode.FailedPrecondition => Of(ConnectErrorKind.Conflict, error),
        StatusCode.DeadlineExceeded when error.Status.DebugException is null && error.Status.Detail.Length > 0 => Of(ConnectErrorKind.TimedOut, error),
        StatusCode.DeadlineExceeded => new(ConnectErrorKind.TimedOut, $"The worker at {Text(address)} did not answer in time.", error),
        StatusCode.Unavailable when error.Status.DebugException is null => Of(ConnectErrorKind.Unavailable, error),
        StatusCode.Unimplemented => new(
            ConnectErrorKind.Failed, $"The worker at {Text(address)} does not know this call: it is older than this client. Use versions that belong together.", error),
        _ when error.Status.DebugException is { } cause => new(ConnectErrorKind.Unreachable, Unreachable(address, CauseOf(error), cause), error),
        _ => Of(ConnectErrorKind.Failed, error),
    };

    private static ConnectClientException Of(ConnectErrorKind kind, RpcException error) => new(kind, error.Status.Detail, error);

    private static string Unreachable(Uri address, HttpRequestError? kind, Exception cause) => kind switch
    {
        HttpRequestError.NameResolutionError => $"The host of {Text(address)} is not known.",
        HttpRequestError.SecureConnectionError => $"No encrypted connection to {Text(address)} could be made: {Innermost(cause)}.",
        HttpRequestError.ConnectionError => $"No worker answers at {Text(address)}: {Innermost(cause)}.",
        HttpRequestError.VersionNegotiationError or HttpRequestError.HttpProtocolError or HttpRequestError.InvalidResponse =>
            $"What listens at {Text(address)} does not speak gRPC. That may be the port of a worker's REST interface; by default gRPC is one above it.",
        _ => $"The connection to {Text(address)} was lost: {Innermost(cause)}.",
    };

    // gRPC makes connections itself and then tells of the socket's error; what goes wrong later comes from HTTP.
    private static HttpRequestError? CauseOf(RpcException error)
    {
        for (var cause = error.Status.DebugException; cause is not null; cause = cause.InnerException)
        {
            if (cause is HttpRequestException { HttpRequestError: not HttpRequestError.Unknown } http)
            {
                return http.HttpRequestError;
            }

            // Depending on which byte comes first, a server of HTTP/1.1 fails the handshake without a kind of its own.
            if (cause is HttpRequestException or IOException && cause.Message.Contains("HTTP/2 handshake", StringComparison.Ordinal))
            {
                return HttpRequestError.VersionNegotiationError;
            }

            if (cause is SocketException socket && KindOf(socket.SocketErrorCode) is { } kind)
            {
                return kind;
            }
        }

        return null;
    }

    private static HttpRequestError? KindOf(SocketError error) => error switch
    {
        SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain => HttpRequestError.NameResolutionError,
        SocketError.ConnectionRefused or SocketError.HostUnreachable or SocketError.NetworkUnreachable => HttpRequestError.ConnectionError,
        _ => null,
    };

    private static string Innermost(Exception cause) => cause.GetBaseException().Message.TrimEnd('.');

    private static string Text(Uri address) => address.ToString().TrimEnd('/');
}

using Grpc.Core;
using Grpc.Core.Interceptors;
using Microsoft.Extensions.Logging;
using OrleansConnect.Grains;

namespace OrleansConnect.Management.Grpc;

/// <summary>The edge of the gRPC interface: every error becomes a status.</summary>
internal sealed partial class ErrorInterceptor(ILogger<ErrorInterceptor> logger) : Interceptor
{
    public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        try
        {
            return await continuation(request, context);
        }
        catch (Exception e) when (e is not RpcException)
        {
            throw ToRpcException(e, context);
        }
    }

    public override async Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request,
        IServerStreamWriter<TResponse> responseStream,
        ServerCallContext context,
        ServerStreamingServerMethod<TRequest, TResponse> continuation)
    {
        try
        {
            await continuation(request, responseStream, context);
        }
        catch (Exception e) when (e is not RpcException)
        {
            throw ToRpcException(e, context);
        }
    }

    private RpcException ToRpcException(Exception exception, ServerCallContext context)
    {
        var status = GrpcErrors.StatusOf(exception, context);
        if (status.StatusCode == StatusCode.Internal || (status.StatusCode == StatusCode.Unavailable && exception is not ConnectRequestException))
        {
            LogFailed(exception, context.Method);
        }

        return new RpcException(status);
    }

    [LoggerMessage(LogLevel.Error, "The call {Method} failed.")]
    private partial void LogFailed(Exception exception, string method);
}

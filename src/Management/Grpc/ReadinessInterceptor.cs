using Grpc.Core;
using Grpc.Core.Interceptors;
using OrleansConnect.Management.Requests;
using OrleansConnect.Management.Rest;

namespace OrleansConnect.Management.Grpc;

/// <summary>Has calls wait until the worker has started, as long as a request to REST may take; then they are refused and may be made again.</summary>
internal sealed class ReadinessInterceptor(WorkerState worker, RestOptions options, TimeProvider time) : Interceptor
{
    public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        await WaitAsync(context);
        return await continuation(request, context);
    }

    public override async Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request,
        IServerStreamWriter<TResponse> responseStream,
        ServerCallContext context,
        ServerStreamingServerMethod<TRequest, TResponse> continuation)
    {
        await WaitAsync(context);
        await continuation(request, responseStream, context);
    }

    private async ValueTask WaitAsync(ServerCallContext context)
    {
        if (worker.IsReady)
        {
            return;
        }

        try
        {
            await worker.WhenReadyAsync(context.CancellationToken).WaitAsync(options.RequestTimeout, time);
        }
        catch (TimeoutException)
        {
            throw new RpcException(new(StatusCode.Unavailable, WorkerTexts.Starting(worker)));
        }
    }
}

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using OrleansConnect.Management.Grpc;
using OrleansConnect.Management.Rest;
using OrleansConnect.Management.Rest.Pipeline;

namespace OrleansConnect.Management.Hosting;

/// <summary>Opens the management interfaces.</summary>
public static class ManagementEndpoints
{
    /// <summary>Opens Kafka Connect's REST interface.</summary>
    public static WebApplication MapConnectRest(this WebApplication app)
    {
        var options = app.Services.GetRequiredService<RestOptions>();
        app.UseWhen(IsRest, rest => UsePipeline(rest, options));
        var dispatcher = app.Services.GetRequiredService<RestDispatcher>();
        foreach (var resource in app.Services.GetServices<IRestGroup>().SelectMany(group => group.Resources))
        {
            var handlers = resource.Handlers();
            foreach (var (method, handler) in handlers)
            {
                var opened = resource.IsOpenWhileStarting ? handler : dispatcher.WhenReady(handler);
                app.MapMethods(resource.Pattern, [method], context => dispatcher.InvokeAsync(context, resource.Pattern, opened));
            }

            // Routing would not say so by itself of paths that could be those of a gRPC service, which takes any method.
            app.Map(resource.Pattern, context => dispatcher.RefuseMethodAsync(context, resource.Pattern, handlers.Keys));
        }

        return app;
    }

    /// <summary>Opens the gRPC interface, with reflection.</summary>
    public static WebApplication MapConnectGrpc(this WebApplication app)
    {
        app.MapGrpcService<ConnectService>();
        app.MapGrpcService<DeadLetterService>();
        app.MapGrpcReflectionService();
        return app;
    }

    private static bool IsRest(HttpContext context) =>
        context.Request.ContentType?.StartsWith("application/grpc", StringComparison.OrdinalIgnoreCase) != true;

    private static void UsePipeline(IApplicationBuilder rest, RestOptions options)
    {
        rest.UseMiddleware<AccessLog>();
        rest.UseMiddleware<ResponseHeaders>();
        if (options.AllowedOrigins.Count > 0)
        {
            rest.UseCors();
        }

        rest.UseMiddleware<ErrorBodies>();
    }
}

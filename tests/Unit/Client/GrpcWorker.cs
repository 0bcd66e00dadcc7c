using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace OrleansConnect.Tests.Unit.Client;

/// <summary>A worker of which only one gRPC service is there, on a free port.</summary>
internal static class GrpcWorker
{
    /// <summary>Not started yet; it then listens on the only one of its URLs.</summary>
    public static WebApplication With<TService>(TService service)
        where TService : class
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(server => server.Listen(System.Net.IPAddress.Loopback, 0, endpoint => endpoint.Protocols = HttpProtocols.Http2));
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(service);
        var worker = builder.Build();
        worker.MapGrpcService<TService>();
        return worker;
    }
}

using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace OrleansConnect.Management.Rest.Pipeline;

/// <summary>One line a request.</summary>
internal sealed partial class AccessLog(RequestDelegate next, TimeProvider time, ILogger<AccessLog> logger)
{
    public async Task InvokeAsync(HttpContext context)
    {
        var start = time.GetTimestamp();
        await next(context);
        if (logger.IsEnabled(LogLevel.Information))
        {
            var elapsed = time.GetElapsedTime(start).TotalMilliseconds;
            LogRequest(context.Connection.RemoteIpAddress?.ToString(), context.Request.Method, context.Request.Path, context.Response.StatusCode, elapsed);
        }
    }

    [LoggerMessage(LogLevel.Information, "{Client} {Method} {Path} {Status} in {ElapsedMs:0.0} ms.")]
    private partial void LogRequest(string? client, string method, string path, int status, double elapsedMs);
}

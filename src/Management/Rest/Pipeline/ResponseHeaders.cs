using Microsoft.AspNetCore.Http;

namespace OrleansConnect.Management.Rest.Pipeline;

/// <summary>Gives every answer the configured headers.</summary>
internal sealed class ResponseHeaders(RequestDelegate next, RestOptions options, TimeProvider time)
{
    public Task InvokeAsync(HttpContext context)
    {
        foreach (var rule in options.ResponseHeaders)
        {
            rule.Apply(context.Response.Headers, time);
        }

        return next(context);
    }
}

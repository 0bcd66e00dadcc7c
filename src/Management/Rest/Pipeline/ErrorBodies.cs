using Microsoft.AspNetCore.Http;

namespace OrleansConnect.Management.Rest.Pipeline;

/// <summary>Gives errors that routing found, an unknown path or a wrong method, the body that all errors have.</summary>
internal sealed class ErrorBodies(RequestDelegate next)
{
    public async Task InvokeAsync(HttpContext context)
    {
        await next(context);
        var response = context.Response;
        if (response.StatusCode >= StatusCodes.Status400BadRequest && !response.HasStarted && response.ContentLength is null && response.ContentType is null)
        {
            await RestErrors.OfStatus(response.StatusCode).WriteAsync(response, context.RequestAborted);
        }
    }
}

using System.IO.Pipelines;
using System.Net.Mime;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using OrleansConnect.Management.Rest.Bodies;

namespace OrleansConnect.Management.Rest;

/// <summary>An answer: status, body and, for what was created, its address.</summary>
internal sealed record RestResult(int Status)
{
    private byte[]? _body;
    private Func<PipeWriter, CancellationToken, Task>? _write;

    public static RestResult NoContent { get; } = new(StatusCodes.Status204NoContent);

    public static RestResult Accepted { get; } = new(StatusCodes.Status202Accepted);

    public string ContentType { get; private init; } = MediaTypeNames.Application.Json;

    public string? Location { get; init; }

    public string? Allow { get; private init; }

    public static RestResult Json<T>(T body, JsonTypeInfo<T> type, int status = StatusCodes.Status200OK) =>
        new(status) { _body = JsonSerializer.SerializeToUtf8Bytes(body, type) };

    /// <summary>A body that is too large to be in memory as a whole.</summary>
    public static RestResult Written(Func<PipeWriter, CancellationToken, Task> write) => new(StatusCodes.Status200OK) { _write = write };

    public static RestResult Error(int status, string? message, IReadOnlyList<string>? hints = null) =>
        Json(new ErrorBody(status, message) { Hints = hints }, RestJson.Relaxed.ErrorBody, status);

    public static RestResult Options(IReadOnlyList<string> methods) => new(StatusCodes.Status200OK)
    {
        _body = Encoding.ASCII.GetBytes(string.Join(", ", methods)),
        ContentType = MediaTypeNames.Text.Plain,
        Allow = string.Join(',', methods),
    };

    public static RestResult MethodNotAllowed(IEnumerable<string> allowed) =>
        RestErrors.OfStatus(StatusCodes.Status405MethodNotAllowed) with { Allow = string.Join(", ", allowed.Order(StringComparer.Ordinal)) };

    public async Task WriteAsync(HttpResponse response, CancellationToken cancellationToken)
    {
        response.StatusCode = Status;
        if (Location is not null)
        {
            response.Headers.Location = Location;
        }

        if (Allow is not null)
        {
            response.Headers.Allow = Allow;
        }

        if (_body is not null)
        {
            response.ContentType = ContentType;
            response.ContentLength = _body.Length;
            await response.Body.WriteAsync(_body, cancellationToken);
        }
        else if (_write is not null)
        {
            response.ContentType = ContentType;
            await _write(response.BodyWriter, cancellationToken);
        }
    }
}

using System.Net;
using System.Text;

namespace OrleansConnect.Tests.Integration.Management.Rest;

/// <summary>Sends a request and compares the answer, byte for byte where a body is given.</summary>
internal static class RestAssert
{
    public static async Task<HttpResponseMessage> SendAsync(
        this HttpClient client, string method, string path, string? body = null, string contentType = "application/json")
    {
        var request = new HttpRequestMessage(new HttpMethod(method), client.BaseAddress!.OriginalString.TrimEnd('/') + path);
        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8);
            request.Content.Headers.ContentType = new(contentType);
        }

        return await client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    public static async Task AnswersAsync(this HttpClient client, string method, string path, int status, string body, string? sent = null)
    {
        using var response = await client.SendAsync(method, path, sent);

        Assert.Equal(body, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal((HttpStatusCode)status, response.StatusCode);
        if (body.Length > 0)
        {
            Assert.Equal("application/json", response.Content.Headers.ContentType?.ToString());
        }
    }

    public static Task RefusesAsync(this HttpClient client, string method, string path, int status, string message, string? sent = null) =>
        client.AnswersAsync(method, path, status, $$"""{"error_code":{{status}},"message":"{{message}}"}""", sent);
}

using System.Net;
using OrleansConnect.Grains;
using OrleansConnect.Management.Requests;
using OrleansConnect.Management.Rest;
using OrleansConnect.Tests.Integration.Management.Fakes;

namespace OrleansConnect.Tests.Integration.Management.Rest;

public sealed class ProtocolTests
{
    [Fact]
    public async Task Tells_who_the_worker_is()
    {
        await using var host = await StartAsync();

        await host.Rest.AnswersAsync("GET", "/", 200, """{"version":"4.3.1","commit":"26b251a451ce941d","kafka_cluster_id":"abc"}""");
    }

    [Theory]
    [InlineData("GET", "/nope", 404, "HTTP 404 Not Found")]
    [InlineData("GET", "/connectors/x/tasks-config", 404, "HTTP 404 Not Found")]
    [InlineData("DELETE", "/connectors", 405, "HTTP 405 Method Not Allowed")]
    [InlineData("POST", "/connectors/x/status", 405, "HTTP 405 Method Not Allowed")]
    [InlineData("PATCH", "/connectors/x", 405, "HTTP 405 Method Not Allowed")]
    [InlineData("POST", "/connectors/a%20b", 405, "HTTP 405 Method Not Allowed")]
    [InlineData("GET", "/Connectors", 404, "HTTP 404 Not Found")]
    [InlineData("DELETE", "/CONNECTORS/x", 404, "HTTP 404 Not Found")]
    [InlineData("PUT", "/CONNECTORS", 404, "HTTP 404 Not Found")]
    public async Task Refuses_unknown_paths_and_methods(string method, string path, int status, string message)
    {
        await using var host = await StartAsync();

        await host.Rest.RefusesAsync(method, path, status, message);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    public async Task Refuses_bodies_that_are_not_JSON(string contentType)
    {
        await using var host = await StartAsync();

        using var response = await host.Rest.SendAsync("POST", "/connectors", "a=b", contentType);

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
        Assert.Equal(
            """{"error_code":415,"message":"HTTP 415 Unsupported Media Type"}""",
            await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("GET", "/connectors", HttpStatusCode.OK)]
    [InlineData("PUT", "/connectors/none/pause", HttpStatusCode.NotFound)]
    [InlineData("DELETE", "/connectors/none", HttpStatusCode.NotFound)]
    [InlineData("PUT", "/connectors/none/config", HttpStatusCode.UnsupportedMediaType)]
    public async Task Asks_for_JSON_only_where_it_reads_a_body(string method, string path, HttpStatusCode status)
    {
        await using var host = await StartAsync();

        using var response = await host.Rest.SendAsync(method, path, "a=b", "text/plain");

        Assert.Equal(status, response.StatusCode);
    }

    [Fact]
    public async Task Reads_a_body_with_a_byte_order_mark()
    {
        await using var host = await StartAsync();

        using var response = await host.Rest.SendAsync("PUT", "/connectors/x/config", "\uFEFF{}");

        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
    }

    [Theory]
    [InlineData("", HttpStatusCode.OK)]
    [InlineData("text/html", HttpStatusCode.NotAcceptable)]
    [InlineData("application/xml, application/json;q=0", HttpStatusCode.NotAcceptable)]
    [InlineData("text/html, */*;q=0.1", HttpStatusCode.OK)]
    [InlineData("application/json; charset=utf-8", HttpStatusCode.OK)]
    public async Task Answers_only_whom_JSON_serves(string accept, HttpStatusCode status)
    {
        await using var host = await StartAsync();
        host.Rest.DefaultRequestHeaders.Add("Accept", accept);

        using var response = await host.Rest.SendAsync("GET", "/connectors");

        Assert.Equal(status, response.StatusCode);
        Assert.Equal("application/json", response.Content.Headers.ContentType?.ToString());
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("""{"nam":"x","config":{}}""")]
    [InlineData("""{"name":"x"}""")]
    [InlineData("""{"name":"x","config":{"a":{}}}""")]
    [InlineData("""{"name":"x","config":{},"initial_state":"ASLEEP"}""")]
    public async Task Answers_500_for_bodies_that_cannot_be_read(string body)
    {
        await using var host = await StartAsync();

        using var response = await host.Rest.SendAsync("POST", "/connectors", body);

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.StartsWith("{\"error_code\":500,\"message\":\"", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("POST", "/connectors")]
    [InlineData("PUT", "/connectors/x/config")]
    [InlineData("PATCH", "/connectors/x/config")]
    public async Task Answers_500_without_words_for_a_body_that_is_missing(string method, string path)
    {
        await using var host = await StartAsync();

        await host.Rest.AnswersAsync(method, path, 500, """{"error_code":500,"message":null}""");
    }

    [Fact]
    public async Task Answers_HEAD_like_GET_without_the_body()
    {
        await using var host = await StartAsync();

        using var response = await host.Rest.SendAsync("HEAD", "/connectors");

        Assert.Equal((HttpStatusCode.OK, 2), (response.StatusCode, response.Content.Headers.ContentLength));
        Assert.Empty(await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Answers_OPTIONS_with_the_methods()
    {
        await using var host = await StartAsync();

        using var response = await host.Rest.SendAsync("OPTIONS", "/connectors");

        Assert.Equal("HEAD, POST, GET, OPTIONS", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal("text/plain", response.Content.Headers.ContentType?.ToString());
        Assert.Equal(["HEAD", "POST", "GET", "OPTIONS"], response.Content.Headers.Allow);
    }

    [Theory]
    [InlineData(RequestErrorKind.Internal, 500)]
    [InlineData(RequestErrorKind.Invalid, 400)]
    [InlineData(RequestErrorKind.NotFound, 404)]
    [InlineData(RequestErrorKind.Conflict, 409)]
    [InlineData(RequestErrorKind.TimedOut, 500)]
    [InlineData(RequestErrorKind.Unavailable, 503)]
    public async Task Gives_every_refusal_its_status(RequestErrorKind kind, int status)
    {
        await using var host = await StartAsync();
        host.Cluster.Disturbance = (_, _) => throw new ConnectRequestException(kind, "Why.");

        await host.Rest.RefusesAsync("GET", "/connectors", status, "Why.");
    }

    [Fact]
    public async Task Says_that_the_worker_is_gone_that_had_to_answer()
    {
        const string Gone =
            "The worker that has to answer went away or cannot be reached; a change that was asked for may take effect all the same. Look, and try again in a moment.";
        await using var host = await StartAsync();

        host.Cluster.Disturbance = (_, _) => throw new SiloUnavailableException("Exception while sending message: at Orleans.Runtime.Messaging.MessageCenter");
        await host.Rest.RefusesAsync("GET", "/connectors", 503, Gone);

        // So ends a call whose target was to be looked up at a worker that died.
        host.Cluster.Disturbance = (_, _) => throw new OperationCanceledException();
        await host.Rest.RefusesAsync("GET", "/connectors", 503, Gone);
    }

    [Fact]
    public async Task Answers_500_for_what_nobody_expected()
    {
        await using var host = await StartAsync();
        host.Cluster.Disturbance = (_, _) => throw new InvalidOperationException("Broken.");

        await host.Rest.RefusesAsync("GET", "/connectors", 500, "Broken.");
    }

    [Fact]
    public async Task Tells_of_the_stage_when_a_request_takes_too_long()
    {
        await using var host = await StartAsync(options: new() { RequestTimeout = TimeSpan.FromMilliseconds(50) });
        host.Cluster.Disturbance = (_, cancellationToken) => Task.Delay(Timeout.Infinite, cancellationToken);
        var began = new DateTimeOffset(2026, 1, 2, 3, 4, 5, 6, TimeSpan.Zero);

        await host.Rest.RefusesAsync("GET", "/connectors", 500, "Request timed out");
        host.Worker.Stage = new("starting the connector", began);
        await host.Rest.RefusesAsync(
            "GET", "/connectors", 500, "Request timed out. The worker is currently starting the connector, which began at 2026-01-02T03:04:05.006Z");
        host.Worker.Stage = new("starting the connector", began, began.AddSeconds(1));
        await host.Rest.RefusesAsync(
            "GET",
            "/connectors",
            500,
            "Request timed out. The last operation the worker completed was starting the connector, which began at 2026-01-02T03:04:05.006Z and completed at 2026-01-02T03:04:06.006Z");
    }

    [Fact]
    public async Task Does_not_wait_for_a_plugin_that_ignores_the_deadline()
    {
        await using var host = await StartAsync(options: new() { RequestTimeout = TimeSpan.FromMilliseconds(50) });

        await host.Rest.RefusesAsync(
            "PUT", "/connector-plugins/FileStreamSource/config/validate", 500, "Request timed out", """{"connector.class":"FileStreamSource","hang":"1"}""");
    }

    [Fact]
    public async Task Is_healthy_when_ready_and_the_cluster_answers()
    {
        await using var host = await StartAsync();

        await host.Rest.AnswersAsync("GET", "/health", 200, """{"status":"healthy","message":"Worker has completed startup and is ready to handle requests."}""");
    }

    [Fact]
    public async Task Is_starting_until_it_is_ready()
    {
        await using var host = await StartAsync();
        host.Worker.IsReady = false;

        await host.Rest.AnswersAsync("GET", "/health", 503, """{"status":"starting","message":"Worker is still starting up."}""");
        host.Worker.Stage = new WorkerStage("awaiting startup", DateTimeOffset.UnixEpoch);
        await host.Rest.AnswersAsync(
            "GET",
            "/health",
            503,
            """{"status":"starting","message":"Worker is still starting up. The worker is currently awaiting startup, which began at 1970-01-01T00:00:00.000Z"}""");
    }

    [Fact]
    public async Task Answers_when_it_is_ready_what_was_asked_before()
    {
        await using var host = await StartAsync();
        host.Worker.IsReady = false;

        var asked = host.Rest.GetStringAsync("/connectors", TestContext.Current.CancellationToken);
        await host.Rest.AnswersAsync("GET", "/", 200, """{"version":"4.3.1","commit":"26b251a451ce941d","kafka_cluster_id":"abc"}""");
        var wasAnswered = asked.IsCompleted;
        host.Worker.IsReady = true;

        Assert.Equal((false, "[]"), (wasAnswered, await asked));
    }

    [Fact]
    public async Task Tells_of_the_stage_when_it_is_not_ready_in_time()
    {
        await using var host = await StartAsync(options: new() { RequestTimeout = TimeSpan.FromMilliseconds(50) });
        (host.Worker.IsReady, host.Worker.Stage) = (false, new("waiting for Kafka at 'k:9092'", DateTimeOffset.UnixEpoch));

        await host.Rest.RefusesAsync(
            "GET", "/connectors", 500, "Request timed out. The worker is currently waiting for Kafka at 'k:9092', which began at 1970-01-01T00:00:00.000Z");
    }

    [Fact]
    public async Task Is_unhealthy_when_the_cluster_does_not_answer()
    {
        await using var host = await StartAsync(options: new() { HealthTimeout = TimeSpan.FromMilliseconds(50) });
        host.Cluster.Disturbance = (_, cancellationToken) => Task.Delay(Timeout.Infinite, cancellationToken);

        await host.Rest.AnswersAsync(
            "GET", "/health", 500, """{"status":"unhealthy","message":"Worker was unable to handle this request and may be unable to handle other requests."}""");
    }

    [Fact]
    public async Task Lets_pages_of_allowed_origins_in()
    {
        var settings = new Dictionary<string, string?> { ["access.control.allow.origin"] = "http://*.example.com", ["access.control.allow.methods"] = "GET,PUT" };
        await using var host = await StartAsync(settings);
        host.Rest.DefaultRequestHeaders.Add("Origin", "http://ui.example.com");
        host.Rest.DefaultRequestHeaders.Add("Access-Control-Request-Method", "PUT");

        using var plain = await host.Rest.SendAsync("GET", "/connectors");
        using var preflight = await host.Rest.SendAsync("OPTIONS", "/connectors");

        Assert.Equal(["http://ui.example.com"], plain.Headers.GetValues("Access-Control-Allow-Origin"));
        Assert.Equal(["GET,PUT"], preflight.Headers.GetValues("Access-Control-Allow-Methods"));
    }

    [Fact]
    public async Task Lets_pages_of_other_origins_in_only_if_configured()
    {
        await using var host = await StartAsync();
        host.Rest.DefaultRequestHeaders.Add("Origin", "http://ui.example.com");

        using var response = await host.Rest.SendAsync("GET", "/connectors");

        Assert.False(response.Headers.Contains("Access-Control-Allow-Origin"));
    }

    [Fact]
    public async Task Gives_every_answer_the_configured_headers()
    {
        var settings = new Dictionary<string, string?>
        {
            ["response.http.headers.config"] = "add X-XSS-Protection: 1; mode=block, \"set Cache-Control: no-cache, no-store\", addDate Expires: 0",
        };
        await using var host = await StartAsync(settings);

        using var response = await host.Rest.SendAsync("GET", "/nope");

        Assert.Equal(["1; mode=block"], response.Headers.GetValues("X-XSS-Protection"));
        Assert.Equal("no-cache, no-store", response.Headers.NonValidated["Cache-Control"].ToString());
        Assert.NotNull(response.Content.Headers.Expires);
    }

    private static Task<ManagementHost> StartAsync(IReadOnlyDictionary<string, string?>? settings = null, RestOptions? options = null) =>
        ManagementHost.StartAsync(TestContext.Current.CancellationToken, settings: settings, restOptions: options);
}

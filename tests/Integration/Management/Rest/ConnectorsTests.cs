using System.Net;
using OrleansConnect.Grains;
using OrleansConnect.Tests.Integration.Management.Fakes;

namespace OrleansConnect.Tests.Integration.Management.Rest;

public sealed class ConnectorsTests : IAsyncLifetime
{
    private const string OrdersBody =
        """{"name":"orders","config":{"connector.class":"FileStreamSource","name":"orders"},"tasks":[{"connector":"orders","task":0}],"type":"source"}""";

    private ManagementHost _host = null!; // made in InitializeAsync

    public async ValueTask InitializeAsync() => _host = await ManagementHost.StartAsync(TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Lists_names()
    {
        _host.Cluster.Add("b");
        _host.Cluster.Add("a");

        await _host.Rest.AnswersAsync("GET", "/connectors", 200, """["a","b"]""");
    }

    [Theory]
    [InlineData("?expand=status", """{"a":{"status":{"name":"a","connector":{"state":"RUNNING","worker_id":"127.0.0.1:8083","version":"1.2.3"},"tasks":[],"type":"sink"}}}""")]
    [InlineData("?expand=info", """{"a":{"info":{"name":"a","config":{"connector.class":"FileStreamSource","name":"a"},"tasks":[],"type":"sink"}}}""")]
    [InlineData("?expand=nonsense", """{"a":{}}""")]
    public async Task Lists_with_what_is_asked_for(string query, string body)
    {
        _host.Cluster.Add("a", ConnectorKind.Sink, tasks: 0);

        await _host.Rest.AnswersAsync("GET", "/connectors" + query, 200, body);
    }

    [Fact]
    public async Task Writes_the_status_before_the_info()
    {
        _host.Cluster.Add("a");

        using var response = await _host.Rest.SendAsync("GET", "/connectors?expand=info&expand=status");

        var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.StartsWith("""{"a":{"status":{""", body, StringComparison.Ordinal);
        Assert.Contains(""","info":{""", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Leaves_out_a_connector_that_vanishes_while_it_lists()
    {
        _host.Cluster.Add("a");
        _host.Cluster.Add("b");
        _host.Cluster.Disturbance = (call, _) => call == "GetInfo(a)" ? throw ConnectRequestException.NotFound("Connector a not found") : Task.CompletedTask;

        using var response = await _host.Rest.SendAsync("GET", "/connectors?expand=info");

        var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.StartsWith("""{"b":{"info":""", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Creates_a_connector_and_says_where_it_is()
    {
        using var response = await _host.Rest.SendAsync("POST", "/connectors", """{"name":" orders ","config":{"connector.class":"FileStreamSource"}}""");

        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        Assert.Equal(new Uri(_host.Rest.BaseAddress!, "/connectors/orders"), response.Headers.Location);
        Assert.Equal(OrdersBody, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("stopped", TargetState.Stopped)]
    [InlineData("PAUSED", TargetState.Paused)]
    [InlineData("Running", TargetState.Running)]
    public async Task Creates_in_the_state_that_is_asked_for(string state, TargetState expected)
    {
        using var response = await _host.Rest.SendAsync("POST", "/connectors", $$"""{"name":"orders","config":{},"initial_state":"{{state}}"}""");

        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        Assert.Equal(expected, _host.Cluster.Connectors["orders"].Target);
    }

    [Fact]
    public async Task Takes_numbers_and_booleans_for_text()
    {
        using var response = await _host.Rest.SendAsync("POST", "/connectors", """{"name":"orders","config":{"tasks.max":2,"x":1.50,"y":true,"z":null}}""");

        var config = _host.Cluster.Connectors["orders"].Info.Config;
        Assert.Equal(("2", "1.50", "true", null), (config["tasks.max"], config["x"], config["y"], config["z"]));
    }

    [Fact]
    public async Task Refuses_what_is_there_already()
    {
        _host.Cluster.Add("orders");

        await _host.Rest.RefusesAsync("POST", "/connectors", 409, "Connector orders already exists", """{"name":"orders","config":{"connector.class":"X"}}""");
    }

    [Fact]
    public async Task Refuses_two_names()
    {
        const string Message = "Connector name configuration (y) doesn't match connector name in the URL (x)";

        await _host.Rest.RefusesAsync("POST", "/connectors", 400, Message, """{"name":"x","config":{"name":"y"}}""");
        await _host.Rest.RefusesAsync("PUT", "/connectors/x/config", 400, Message, """{"name":"y"}""");
    }

    [Theory]
    [InlineData("""{"config":{"connector.class":"FileStreamSource","file":"f"}}""")]
    [InlineData("""{"name":" ","config":{"connector.class":"FileStreamSource","file":"f"}}""")]
    public async Task Refuses_a_blank_name_in_the_words_of_validation(string body)
    {
        using var response = await _host.Rest.SendAsync("POST", "/connectors", body);

        var answer = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("Invalid value  for configuration name: String may not be empty", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", false)]
    [InlineData("?hints=true", true)]
    public async Task Refuses_with_a_hint_for_each_error_if_asked(string query, bool withHints)
    {
        using var response = await _host.Rest.SendAsync(
            "POST", $"/connectors{query}", """{"name":"","config":{"connector.class":"FileStreamSource","file":"f","tasks.max":"0"}}""");

        var answer = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(withHints, answer.Contains("Set 'tasks.max' to at least 1.", StringComparison.Ordinal));
        Assert.Equal(withHints, answer.Contains(""","hints":["Set 'name' """, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Tells_of_one_connector()
    {
        _host.Cluster.Add("orders");

        await _host.Rest.AnswersAsync("GET", "/connectors/orders", 200, OrdersBody);
        await _host.Rest.AnswersAsync("GET", "/connectors/orders/config", 200, """{"connector.class":"FileStreamSource","name":"orders"}""");
        await _host.Rest.AnswersAsync("GET", "/connectors/orders/tasks", 200, """[{"id":{"connector":"orders","task":0},"config":{"file":"/in/0"}}]""");
    }

    [Theory]
    [InlineData("a b", "a%20b")]
    [InlineData("a/b", "a%2Fb")]
    [InlineData("a%2Fb", "a%252Fb")]
    [InlineData("größe+1", "gr%C3%B6%C3%9Fe+1")]
    [InlineData("a?b#c", "a%3Fb%23c")]
    public async Task Takes_names_from_the_path_as_they_were_encoded(string name, string encoded)
    {
        _host.Cluster.Add(name);

        using var response = await _host.Rest.SendAsync("GET", $"/connectors/{encoded}?forward=true");

        var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.StartsWith($$"""{"name":"{{name}}",""", body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/connectors/a/../b", "..")]
    [InlineData("/connectors/b/%2E%2E/a/status", "..")]
    [InlineData("/connectors/%2e/status", ".")]
    public async Task Refuses_a_path_whose_name_is_not_the_one_that_the_route_was_chosen_by(string path, string dots)
    {
        _host.Cluster.Add("a");
        _host.Cluster.Add("b");
        var asIs = new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true };
        var method = path.EndsWith("status", StringComparison.Ordinal) ? HttpMethod.Get : HttpMethod.Delete;
        using var request = new HttpRequestMessage(method, new Uri(_host.Rest.BaseAddress!.OriginalString.TrimEnd('/') + path, asIs));

        using var response = await _host.Rest.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains($"has the segment '{dots}'", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal(2, _host.Cluster.Connectors.Count);
    }

    [Theory]
    [InlineData("a b/c", "a%20b%2Fc")]
    [InlineData("it's!$&()*+,;=:@%21", "it's!$&()*+,;=:@%2521")]
    public async Task Encodes_the_name_in_the_location(string name, string encoded)
    {
        using var response = await _host.Rest.SendAsync("POST", "/connectors", $$$"""{"name":"{{{name}}}","config":{}}""");

        Assert.EndsWith($"/connectors/{encoded}", response.Headers.Location!.OriginalString, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Puts_a_configuration_and_says_whether_it_is_new()
    {
        using var first = await _host.Rest.SendAsync("PUT", "/connectors/orders/config", """{"connector.class":"FileStreamSource"}""");
        using var second = await _host.Rest.SendAsync("PUT", "/connectors/orders/config", """{"connector.class":"FileStreamSource"}""");

        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.OK), (first.StatusCode, second.StatusCode));
        Assert.Equal(new Uri(_host.Rest.BaseAddress!, "/connectors/orders"), first.Headers.Location);
        Assert.Null(second.Headers.Location);
        Assert.Equal(OrdersBody, await second.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Patches_a_configuration()
    {
        _host.Cluster.Add("orders");

        using var response = await _host.Rest.SendAsync("PATCH", "/connectors/orders/config", """{"connector.class":null,"file":"a"}""");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(["file", "name"], _host.Cluster.Connectors["orders"].Info.Config.Keys.Order());
    }

    [Fact]
    public async Task Deletes()
    {
        _host.Cluster.Add("orders");

        await _host.Rest.AnswersAsync("DELETE", "/connectors/orders", 204, "");

        Assert.Empty(_host.Cluster.Connectors);
    }

    [Theory]
    [InlineData("GET", "/connectors/x", null)]
    [InlineData("GET", "/connectors/x/config", null)]
    [InlineData("PATCH", "/connectors/x/config", "{}")]
    [InlineData("GET", "/connectors/x/tasks", null)]
    [InlineData("DELETE", "/connectors/x", null)]
    public async Task Refuses_a_connector_that_is_not_there(string method, string path, string? body) =>
        await _host.Rest.RefusesAsync(method, path, 404, "Connector x not found", body);
}

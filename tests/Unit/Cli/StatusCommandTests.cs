extern alias cli;

using cli::OrleansConnect.Cli;
using cli::OrleansConnect.Cli.Commands;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using OrleansConnect.Grpc.V1;
using OrleansConnect.Tests.Unit.Client;

namespace OrleansConnect.Tests.Unit.Cli;

/// <summary>What <c>status</c> does with names of which some are not there.</summary>
public sealed class StatusCommandTests : IAsyncLifetime
{
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();
    private readonly WebApplication _app = GrpcWorker.With(new TwoConnectors());

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Shows_the_connectors_that_are_there_and_ends_with_the_code_of_those_that_are_not()
    {
        var code = await RunAsync("status", "orders", "nope", "nowhere", "bills");

        Assert.Equal(ExitCode.NotFound, code);
        Assert.Contains("\norders ", _output.ToString(), StringComparison.Ordinal);
        Assert.Contains("\nbills ", _output.ToString(), StringComparison.Ordinal);
        Assert.Contains("'nope' is not there", _error.ToString(), StringComparison.Ordinal);
        Assert.Contains("'nowhere' is not there", _error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Scripts_get_the_connectors_that_are_there()
    {
        var code = await RunAsync("status", "nope", "orders", "--json");

        Assert.Equal(ExitCode.NotFound, code);
        Assert.Equal(1, System.Text.Json.JsonDocument.Parse(_output.ToString()).RootElement.GetArrayLength());
    }

    [Theory]
    [InlineData("status nope")]
    [InlineData("status orders nope --watch")]
    public async Task Shows_nothing_where_none_is_there_and_watches_none_but_all(string command)
    {
        var code = await RunAsync(command.Split(' '));

        Assert.Equal((ExitCode.NotFound, ""), (code, _output.ToString()));
        Assert.Single(_error.ToString().TrimEnd().Split('\n'));
    }

    public async ValueTask InitializeAsync() => await _app.StartAsync(Cancel);

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private Task<int> RunAsync(params string[] arguments) => CommandTree.RunAsync(
        arguments, new Terminal(TextReader.Null, _output, _error) { Variable = name => name == "ORLEANS_CONNECT_SERVER" ? _app.Urls.Single() : null });

    private sealed class TwoConnectors : ConnectService.ConnectServiceBase
    {
        public override Task<ConnectorStatus> GetStatus(GetStatusRequest request, ServerCallContext context) => request.Name is "orders" or "bills"
            ? Task.FromResult(new ConnectorStatus
            {
                Name = request.Name,
                Connector = new() { State = InstanceState.Running },
                Tasks = { new OrleansConnect.Grpc.V1.TaskStatus { Instance = new() { State = InstanceState.Running } } },
            })
            : throw new RpcException(new(StatusCode.NotFound, $"'{request.Name}' is not there"));
    }
}

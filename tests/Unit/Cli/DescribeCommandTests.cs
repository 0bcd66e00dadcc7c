extern alias cli;

using cli::OrleansConnect.Cli;
using cli::OrleansConnect.Cli.Commands;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using OrleansConnect.Grpc.V1;
using OrleansConnect.Tests.Unit.Client;

namespace OrleansConnect.Tests.Unit.Cli;

/// <summary>What <c>describe</c> says of a connector that is not as it should be.</summary>
public sealed class DescribeCommandTests : IAsyncLifetime
{
    private readonly StringWriter _output = new();
    private readonly WebApplication _app = GrpcWorker.With(new TroubledService());

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Tells_what_keeps_the_connector_from_its_state_and_which_tasks_move_nothing()
    {
        var terminal = new Terminal(TextReader.Null, _output, _output) { Variable = name => name == "ORLEANS_CONNECT_SERVER" ? _app.Urls.Single() : null };

        var code = await CommandTree.RunAsync(["describe", "orders"], terminal);

        Assert.Equal(ExitCode.Ok, code);
        Assert.Contains("\nThe connector has trouble:\nThe tasks could not be fenced.\nAllow it.\n", _output.ToString(), StringComparison.Ordinal);
        Assert.Contains("\nIts task 3 has work and has moved nothing since 12:00:00 UTC; it waits for put.\n", _output.ToString(), StringComparison.Ordinal);
        Assert.Contains("\nIts task 4 waits for its poll since 12:00:00 UTC, as a source does that has nothing to read.\n", _output.ToString(), StringComparison.Ordinal);
        Assert.Contains("\nTask 5 is UNASSIGNED:\nIt waits for its plugin.\n", _output.ToString(), StringComparison.Ordinal);
    }

    public async ValueTask InitializeAsync() => await _app.StartAsync(Cancel);

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private sealed class TroubledService : ConnectService.ConnectServiceBase
    {
        private static readonly Timestamp Noon = new DateTimeOffset(2026, 1, 1, 12, 0, 0, TimeSpan.Zero).ToTimestamp();

        public override Task<Connector> GetConnector(GetConnectorRequest request, ServerCallContext context) => Task.FromResult(new Connector { Name = "orders", Kind = ConnectorKind.Sink });

        public override Task<GetPluginConfigResponse> GetPluginConfig(GetPluginConfigRequest request, ServerCallContext context) => Task.FromResult(new GetPluginConfigResponse());

        public override Task<ConnectorStatus> GetStatus(GetStatusRequest request, ServerCallContext context) => Task.FromResult(new ConnectorStatus
        {
            Name = "orders",
            Kind = ConnectorKind.Sink,
            Connector = new() { State = InstanceState.Running },
            Trouble = "The tasks could not be fenced.\nAllow it.",
            Tasks =
            {
                new OrleansConnect.Grpc.V1.TaskStatus { Id = 3, Instance = new() { State = InstanceState.Running }, Progress = new() { StalledSince = Noon, WaitsFor = "put", TakenAt = Noon } },
                new OrleansConnect.Grpc.V1.TaskStatus { Id = 4, Instance = new() { State = InstanceState.Running }, Progress = new() { WaitsFor = "poll", WaitsSince = Noon, TakenAt = Noon } },
                new OrleansConnect.Grpc.V1.TaskStatus { Id = 5, Instance = new() { State = InstanceState.Unassigned, Trace = "It waits for its plugin." } },
            },
        });
    }
}

using System.Collections.Concurrent;
using Grpc.Core;
using OrleansConnect.Grpc.V1;

namespace OrleansConnect.Tests.Unit.Client;

/// <summary>Remembers connectors, and answers with the faults that a test asks for.</summary>
internal sealed class FaultyService : ConnectService.ConnectServiceBase
{
    public ConcurrentDictionary<string, Connector> Connectors { get; } = new();

    /// <summary>What happens to the next calls; a fault after the deed is one whose answer was lost.</summary>
    public ConcurrentQueue<(StatusCode Code, bool IsAfterDeed)> Faults { get; } = new();

    public int Calls => _calls;

    /// <summary>How many movements there are; one more is made while a client has lost its connection.</summary>
    public long MovementsMade { get; set; } = 2;

    public TaskCompletionSource Silence { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private int _calls;

    public override Task<Connector> CreateConnector(CreateConnectorRequest request, ServerCallContext context) => AnswerAsync(() =>
    {
        var connector = new Connector { Name = request.Name, Config = { request.Config } };
        return Connectors.TryAdd(request.Name, connector) ? connector : throw new RpcException(new(StatusCode.AlreadyExists, $"Connector {request.Name} already exists"));
    });

    public override Task<Connector> GetConnector(GetConnectorRequest request, ServerCallContext context) => AnswerAsync(() => Find(request.Name));

    public override Task<DeleteConnectorResponse> DeleteConnector(DeleteConnectorRequest request, ServerCallContext context) => AnswerAsync(() =>
    {
        Connectors.TryRemove(Find(request.Name).Name, out _);
        return new DeleteConnectorResponse();
    });

    public override Task<RestartTaskResponse> RestartTask(RestartTaskRequest request, ServerCallContext context) => AnswerAsync(() => new RestartTaskResponse());

    public override async Task<Cluster> GetCluster(GetClusterRequest request, ServerCallContext context)
    {
        await Silence.Task.WaitAsync(context.CancellationToken);
        return new();
    }

    public override async Task WatchStatus(WatchStatusRequest request, IServerStreamWriter<StatusEvent> responseStream, ServerCallContext context)
    {
        foreach (var connector in Connectors.Values)
        {
            await responseStream.WriteAsync(new() { Status = new() { Name = connector.Name, Connector = new() { State = InstanceState.Running } } });
        }

        await responseStream.WriteAsync(new() { CaughtUp = new() });
        if (Faults.TryDequeue(out var fault))
        {
            throw new RpcException(new(fault.Code, "The worker is stopping."));
        }

        await Silence.Task.WaitAsync(context.CancellationToken);
    }

    public override async Task WatchMovements(WatchMovementsRequest request, IServerStreamWriter<Movement> responseStream, ServerCallContext context)
    {
        for (var id = request.AfterId + 1; id <= MovementsMade; id++)
        {
            await responseStream.WriteAsync(new() { Id = id, What = $"orders/{id}", To = "w:1", Reason = "why not" });
        }

        if (Faults.TryDequeue(out var fault))
        {
            MovementsMade++;
            throw new RpcException(new(fault.Code, "The worker is stopping."));
        }

        await Silence.Task.WaitAsync(context.CancellationToken);
    }

    public override Task<PreviewResponse> Preview(PreviewRequest request, ServerCallContext context) =>
        Task.FromResult(new PreviewResponse { Results = { request.Records.Select(record => new PreviewResult { Record = record }) } });

    private Task<T> AnswerAsync<T>(Func<T> deed)
    {
        Interlocked.Increment(ref _calls);
        if (!Faults.TryDequeue(out var fault))
        {
            return Task.FromResult(deed());
        }

        if (fault.IsAfterDeed)
        {
            deed();
        }

        throw new RpcException(new(fault.Code, "The fault that was asked for."));
    }

    private Connector Find(string name) =>
        Connectors.GetValueOrDefault(name) ?? throw new RpcException(new(StatusCode.NotFound, $"Connector {name} not found"));
}

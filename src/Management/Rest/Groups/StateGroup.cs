using Microsoft.AspNetCore.Http;
using OrleansConnect.Grains;
using OrleansConnect.Management.Requests;
using OrleansConnect.Management.Rest.Bodies;

namespace OrleansConnect.Management.Rest.Groups;

/// <summary>What connectors and tasks are doing, and what they are to do.</summary>
internal sealed class StateGroup(ConnectorRequests requests) : IRestGroup
{
    public IEnumerable<RestResource> Resources =>
    [
        new("/connectors/{connector}/status") { Get = GetStatus },
        new("/connectors/{connector}/restart") { Post = Restart },
        new("/connectors/{connector}/pause") { Put = SetState(TargetState.Paused, RestResult.Accepted) },
        new("/connectors/{connector}/resume") { Put = SetState(TargetState.Running, RestResult.Accepted) },
        new("/connectors/{connector}/stop") { Put = SetState(TargetState.Stopped, RestResult.NoContent) },
        new("/connectors/{connector}/tasks/{task:int}/status") { Get = GetTaskStatus },
        new("/connectors/{connector}/tasks/{task:int}/restart") { Post = RestartTask },
    ];

    private async Task<RestResult> GetStatus(RestRequest request, CancellationToken cancellationToken)
    {
        var status = await requests.Connector(request.Name).GetStatus(cancellationToken);
        return RestResult.Json(status, RestJson.Relaxed.ConnectorStatus);
    }

    private async Task<RestResult> GetTaskStatus(RestRequest request, CancellationToken cancellationToken)
    {
        var task = await FindTaskAsync(request, cancellationToken)
            ?? throw ConnectRequestException.NotFound($"No status found for task {request.Name}-{request.Task}");
        return RestResult.Json(task, RestJson.Relaxed.TaskStatus);
    }

    private async Task<Grains.TaskStatus?> FindTaskAsync(RestRequest request, CancellationToken cancellationToken)
    {
        try
        {
            var status = await requests.Connector(request.Name).GetStatus(cancellationToken);
            return status.Tasks.FirstOrDefault(task => task.Id == request.Task);
        }
        catch (ConnectRequestException e) when (e.Kind == RequestErrorKind.NotFound)
        {
            return null;
        }
    }

    private async Task<RestResult> Restart(RestRequest request, CancellationToken cancellationToken)
    {
        var (includeTasks, onlyFailed) = (request.Flag("includeTasks"), request.Flag("onlyFailed"));
        var status = await requests.Connector(request.Name).Restart(includeTasks, onlyFailed, cancellationToken);
        return includeTasks || onlyFailed
            ? RestResult.Json(status, RestJson.Relaxed.ConnectorStatus, StatusCodes.Status202Accepted)
            : RestResult.NoContent;
    }

    private RestHandler SetState(TargetState state, RestResult done) => async (request, cancellationToken) =>
    {
        await requests.Connector(request.Name).SetTargetState(state, cancellationToken);
        return done;
    };

    private async Task<RestResult> RestartTask(RestRequest request, CancellationToken cancellationToken)
    {
        await requests.Connector(request.Name).RestartTask(request.Task, cancellationToken);
        return RestResult.NoContent;
    }
}

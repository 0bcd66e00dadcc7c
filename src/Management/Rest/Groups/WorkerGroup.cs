using Microsoft.AspNetCore.Http;
using OrleansConnect.Management.Requests;
using OrleansConnect.Management.Rest.Bodies;

namespace OrleansConnect.Management.Rest.Groups;

/// <summary>The worker that answers, who it is and how it is, and the cluster it belongs to.</summary>
internal sealed class WorkerGroup(WorkerState worker, ConnectorRequests requests, RestOptions options, TimeProvider time) : IRestGroup
{
    private const string Ready = "Worker has completed startup and is ready to handle requests.";

    public IEnumerable<RestResource> Resources =>
    [
        new("/") { Get = GetServer, IsOpenWhileStarting = true },
        new("/health") { Get = GetHealth, IsOpenWhileStarting = true },
        new("/cluster") { Get = GetCluster },
    ];

    private Task<RestResult> GetServer(RestRequest request, CancellationToken cancellationToken) => Task.FromResult(
        RestResult.Json(new ServerBody(worker.Identity.Version, worker.Identity.Commit, worker.KafkaClusterId), RestJson.Relaxed.ServerBody));

    private async Task<RestResult> GetCluster(RestRequest request, CancellationToken cancellationToken) =>
        RestResult.Json(ClusterBody.Of(await requests.Cluster.GetOverview(cancellationToken)), RestJson.Relaxed.ClusterBody);

    private async Task<RestResult> GetHealth(RestRequest request, CancellationToken cancellationToken)
    {
        if (!worker.IsReady || worker.CreatesConnectors)
        {
            return Health(StatusCodes.Status503ServiceUnavailable, "starting", WorkerTexts.Starting(worker));
        }

        return await DoesClusterAnswerAsync(cancellationToken)
            ? Health(StatusCodes.Status200OK, "healthy", Ready)
            : Health(StatusCodes.Status500InternalServerError, "unhealthy", WorkerTexts.Unwell(worker));
    }

    // Whatever keeps the cluster from answering is what the client wants to know of.
    private async Task<bool> DoesClusterAnswerAsync(CancellationToken cancellationToken)
    {
        try
        {
            await requests.Cluster.ListConnectors(cancellationToken).WaitAsync(options.HealthTimeout, time, cancellationToken);
            return true;
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    private static RestResult Health(int status, string word, string message) =>
        RestResult.Json(new HealthBody(word, message), RestJson.Relaxed.HealthBody, status);
}

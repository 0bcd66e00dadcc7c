using V1 = OrleansConnect.Grpc.V1;

namespace OrleansConnect.Client.Calls;

/// <summary>The calls about the cluster, and about the topics that connectors use.</summary>
internal sealed class ClusterCalls(V1.ConnectService.ConnectServiceClient service, CallRetry retry)
{
    public Task<ClusterInfo> GetAsync(CancellationToken cancellationToken) =>
        retry.RunAsync(async (call, _) => ClusterMessages.From(await service.GetClusterAsync(new(), call).ConfigureAwait(false)), cancellationToken);

    public Task<IReadOnlyList<string>> GetTopicsAsync(string connector, CancellationToken cancellationToken) => retry.RunAsync(
        async (call, _) => (IReadOnlyList<string>)[.. (await service.GetTopicsAsync(new() { Name = connector }, call).ConfigureAwait(false)).Topics],
        cancellationToken);

    public Task ResetTopicsAsync(string connector, CancellationToken cancellationToken) =>
        retry.RunAsync(async (call, _) => await service.ResetTopicsAsync(new() { Name = connector }, call).ConfigureAwait(false), cancellationToken);
}

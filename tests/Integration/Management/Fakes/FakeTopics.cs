namespace OrleansConnect.Tests.Integration.Management.Fakes;

/// <summary>What the grain of a connector's topics does.</summary>
internal sealed class FakeTopics(FakeCluster cluster, string name)
{
    public async Task<IReadOnlyList<string>> GetTopics(CancellationToken cancellationToken)
    {
        await cluster.Enter($"GetTopics({name})", cancellationToken);
        return cluster.Topics.GetValueOrDefault(name) ?? [];
    }

    public async Task ResetTopics(CancellationToken cancellationToken)
    {
        await cluster.Enter($"ResetTopics({name})", cancellationToken);
        cluster.Topics.TryRemove(name, out _);
    }
}

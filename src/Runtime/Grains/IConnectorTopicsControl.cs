namespace OrleansConnect.Runtime.Grains;

/// <summary>What workers and the cluster grain say to the grain that keeps a connector's topics.</summary>
[Alias("connect.runtime.IConnectorTopicsControl")]
internal interface IConnectorTopicsControl : IGrainWithStringKey
{
    /// <summary>A task of that generation has used these topics.</summary>
    [Alias("AddTopics")]
    Task AddTopics(long generation, IReadOnlyList<string> topics);

    /// <summary>The connector was deleted; what its tasks up to that generation say later is not about a new connector of the name.</summary>
    [Alias("ForgetTopics")]
    Task ForgetTopics(long lastGeneration);
}

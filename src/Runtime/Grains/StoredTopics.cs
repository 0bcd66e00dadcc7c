namespace OrleansConnect.Runtime.Grains;

/// <summary>What is kept of the topics a connector has used.</summary>
[GenerateSerializer, Alias("connect.runtime.StoredTopics")]
internal sealed class StoredTopics
{
    /// <summary>Their names, in order.</summary>
    [Id(0)]
    public List<string> Topics { get; set; } = [];

    /// <summary>The last generation of the tasks of a connector that was deleted; only later ones count.</summary>
    [Id(1)]
    public long ForgottenGeneration { get; set; }
}

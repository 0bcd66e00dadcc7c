using Orleans.Concurrency;

namespace OrleansConnect.Grains;

/// <summary>The topics that a connector has used, by the connector's name: those its tasks wrote to or read from since it was created or they were reset.</summary>
[Alias("connect.IConnectorTopicsGrain")]
public interface IConnectorTopicsGrain : IGrainWithStringKey
{
    /// <summary>The topics by name; none for a connector that does not exist.</summary>
    [Alias("GetTopics"), AlwaysInterleave]
    Task<IReadOnlyList<string>> GetTopics(CancellationToken cancellationToken);

    /// <summary>Forgets them; those still in use are back within seconds.</summary>
    [Alias("ResetTopics")]
    Task ResetTopics(CancellationToken cancellationToken);
}

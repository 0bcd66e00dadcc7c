using System.Collections.Concurrent;

namespace OrleansConnect.Runtime.Tasks;

/// <summary>The topics that the tasks of this silo have used.</summary>
internal sealed class ActiveTopics : ITopicTracker
{
    private readonly ConcurrentDictionary<string, ConcurrentDictionary<string, bool>> _connectors = new(StringComparer.Ordinal);

    /// <summary>The topics a connector has used here, sorted.</summary>
    public IReadOnlyList<string> Of(string connector) => _connectors.TryGetValue(connector, out var topics) ? [.. topics.Keys.Order(StringComparer.Ordinal)] : [];

    public void OnTopicUsed(string connector, string topic) => _connectors.GetOrAdd(connector, _ => new(StringComparer.Ordinal))[topic] = true;
}

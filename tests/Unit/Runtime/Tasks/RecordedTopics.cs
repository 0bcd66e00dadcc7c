using System.Collections.Concurrent;
using OrleansConnect.Runtime.Tasks;

namespace OrleansConnect.Tests.Unit.Runtime.Tasks;

/// <summary>Keeps which topics a task uses.</summary>
internal sealed class RecordedTopics : ITopicUse
{
    private readonly ConcurrentDictionary<string, int> _used = new(StringComparer.Ordinal);

    public IReadOnlyList<string> All => [.. _used.Keys.Order(StringComparer.Ordinal)];

    public void OnUsed(string topic) => _used.AddOrUpdate(topic, 1, (_, times) => times + 1);

    public ValueTask DisposeAsync() => default;
}

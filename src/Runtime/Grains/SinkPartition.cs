using OrleansConnect.Abstractions.Data;

namespace OrleansConnect.Runtime.Grains;

/// <summary>A topic partition on its way to a task grain.</summary>
[GenerateSerializer, Immutable, Alias("connect.runtime.SinkPartition")]
internal readonly record struct SinkPartition([property: Id(0)] string Topic, [property: Id(1)] int Partition)
{
    public TopicPartition ToTopicPartition() => new(Topic, Partition);
}

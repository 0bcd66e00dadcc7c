using OrleansConnect.Tests.Integration;

namespace OrleansConnect.Tests.EndToEnd;

/// <summary>The tests that share one Apache Kafka.</summary>
[CollectionDefinition(Name)]
public sealed class KafkaCollection : ICollectionFixture<RealKafka>
{
    public const string Name = "Apache Kafka";
}

namespace OrleansConnect.Tests.Integration.Kafka;

/// <summary>The tests that share one Kafka node.</summary>
[CollectionDefinition(Name)]
public sealed class KafkaCollection : ICollectionFixture<RealKafka>
{
    public const string Name = "Kafka";
}

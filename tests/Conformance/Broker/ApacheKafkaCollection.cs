namespace OrleansConnect.Tests.Conformance.Broker;

/// <summary>One Apache Kafka for all its tests.</summary>
[CollectionDefinition(Name)]
public sealed class ApacheKafkaCollection : ICollectionFixture<ApacheKafka>
{
    public const string Name = "Apache Kafka";
}

namespace OrleansConnect.Tests.Conformance.Broker;

[Collection(ApacheKafkaCollection.Name)]
public sealed class ApacheCleaningTests(ApacheKafka broker) : CleaningConformance(broker);

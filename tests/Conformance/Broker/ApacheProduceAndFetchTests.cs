namespace OrleansConnect.Tests.Conformance.Broker;

[Collection(ApacheKafkaCollection.Name)]
public sealed class ApacheProduceAndFetchTests(ApacheKafka broker) : ProduceAndFetchConformance(broker);

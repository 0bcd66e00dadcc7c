namespace OrleansConnect.Tests.Conformance.Broker;

[Collection(ApacheKafkaCollection.Name)]
public sealed class ApacheProtocolTests(ApacheKafka broker) : ProtocolConformance(broker);

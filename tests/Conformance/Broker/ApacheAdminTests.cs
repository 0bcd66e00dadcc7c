namespace OrleansConnect.Tests.Conformance.Broker;

[Collection(ApacheKafkaCollection.Name)]
public sealed class ApacheAdminTests(ApacheKafka broker) : AdminConformance(broker);

namespace OrleansConnect.Tests.Conformance.Broker;

[Collection(ApacheKafkaCollection.Name)]
public sealed class ApacheGroupsTests(ApacheKafka broker) : GroupsConformance(broker);

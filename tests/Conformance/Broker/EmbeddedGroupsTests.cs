namespace OrleansConnect.Tests.Conformance.Broker;

[Collection(EmbeddedBrokerCollection.Name)]
public sealed class EmbeddedGroupsTests(EmbeddedBroker broker) : GroupsConformance(broker);

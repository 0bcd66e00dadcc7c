namespace OrleansConnect.Tests.Conformance.Broker;

[Collection(EmbeddedBrokerCollection.Name)]
public sealed class EmbeddedAdminTests(EmbeddedBroker broker) : AdminConformance(broker);

namespace OrleansConnect.Tests.Conformance.Broker;

[Collection(EmbeddedBrokerCollection.Name)]
public sealed class EmbeddedProtocolTests(EmbeddedBroker broker) : ProtocolConformance(broker);

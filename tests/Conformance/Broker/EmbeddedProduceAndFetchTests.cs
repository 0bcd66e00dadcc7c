namespace OrleansConnect.Tests.Conformance.Broker;

[Collection(EmbeddedBrokerCollection.Name)]
public sealed class EmbeddedProduceAndFetchTests(EmbeddedBroker broker) : ProduceAndFetchConformance(broker);

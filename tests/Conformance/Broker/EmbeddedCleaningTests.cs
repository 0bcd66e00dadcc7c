namespace OrleansConnect.Tests.Conformance.Broker;

[Collection(EmbeddedBrokerCollection.Name)]
public sealed class EmbeddedCleaningTests(EmbeddedBroker broker) : CleaningConformance(broker);

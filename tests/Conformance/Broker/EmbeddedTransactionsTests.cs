namespace OrleansConnect.Tests.Conformance.Broker;

[Collection(EmbeddedBrokerCollection.Name)]
public sealed class EmbeddedTransactionsTests(EmbeddedBroker broker) : TransactionsConformance(broker);

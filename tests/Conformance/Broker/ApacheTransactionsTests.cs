namespace OrleansConnect.Tests.Conformance.Broker;

[Collection(ApacheKafkaCollection.Name)]
public sealed class ApacheTransactionsTests(ApacheKafka broker) : TransactionsConformance(broker);

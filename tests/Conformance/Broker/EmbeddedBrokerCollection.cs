namespace OrleansConnect.Tests.Conformance.Broker;

/// <summary>One embedded broker for all its tests.</summary>
[CollectionDefinition(Name)]
public sealed class EmbeddedBrokerCollection : ICollectionFixture<EmbeddedBroker>
{
    public const string Name = "embedded broker";
}

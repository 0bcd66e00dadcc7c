namespace OrleansConnect.Tests.Integration.KafkaState;

/// <summary>The Kafka that a contract is run against.</summary>
public abstract class KafkaUnderTest : IAsyncLifetime
{
    private int _names;

    public abstract string BootstrapServers { get; }

    /// <summary>A name nobody else uses, so that tests may share topics.</summary>
    public string NewName(string what) => $"{what}-{Interlocked.Increment(ref _names)}-{Guid.NewGuid():n}";

    public abstract ValueTask InitializeAsync();

    public abstract ValueTask DisposeAsync();
}

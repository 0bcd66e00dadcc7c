namespace OrleansConnect.Tests.Conformance.Broker;

/// <summary>A running broker that the suite asks; the same tests run against each.</summary>
public interface IBrokerUnderTest
{
    /// <summary>Where clients connect. Skips the test when the broker is not there.</summary>
    string BootstrapServers { get; }
}

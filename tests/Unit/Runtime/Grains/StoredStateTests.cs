using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;
using OrleansConnect.Grains;
using OrleansConnect.Runtime.Grains;

namespace OrleansConnect.Tests.Unit.Runtime.Grains;

/// <summary>What workers keep in Kafka is read again by later versions: these bytes were written by the first one, and must be understood for ever.</summary>
public sealed class StoredStateTests
{
    private static readonly DateTimeOffset At = new(2026, 11, 30, 1, 2, 3, TimeSpan.Zero);
    private static readonly InstanceStatus Failed = new(InstanceState.Failed, "w1:8083", "why", "1.2.3");

    private readonly Serializer _serializer = new ServiceCollection()
        .AddSerializer()
        .BuildServiceProvider()
        .GetRequiredService<Serializer>();

    [Fact]
    public void The_catalog_of_all_connectors_is_read() => AssertRead(
        new StoredCluster
        {
            Members = [new() { Silo = "127.0.0.1:11111@1", WorkerId = "w1:8083", Version = "0.1.0", Labels = ["gpu"], IsLeaving = true }],
            Connectors = new() { ["orders"] = new() { Silo = 1, Tasks = [0, 1], Labels = ["gpu"], Weight = 3 } },
            Movements = [new(7, At, "orders/0", null, "w1:8083", "it is new")],
        },
        "ICAAAyFAIzEyNy4wLjAuMToxMTExMUAxQQ93MTo4MDgzQQswLjEuMCEAA0EHZ3B14AED4OAhAQNBDW9yZGVycyAABSEABQEBAAXgIQADwRXgAQ3g4CEAAyHoAB0hgIB3m4t9Tt8IgQAAAAAAAAAA4EERb3JkZXJzLzDBAcENQRNpdCBpcyBuZXfg4OA=");

    [Fact]
    public void A_connector_is_read() => AssertRead(
        new StoredConnector { Config = new() { ["name"] = "orders", ["nothing"] = null }, Target = TargetState.Stopped, ConfigVersion = 5 },
        "ICABBUEJbmFtZUANb3JkZXJzQA9ub3RoaW5nwAHgCQMJARXg");

    [Fact]
    public void Tasks_are_read() => AssertRead(
        new StoredTasks
        {
            Configs = [new() { ["file"] = "a" }],
            ConfigVersion = 5,
            Generations = [3],
            LastGeneration = 4,
            Kind = ConnectorKind.Sink,
            Unfenced = 2,
            LastAssignment = 1_000_000,
        },
        "IOggAAMhAQNBCWZpbGVAA2Hg4AEVIQADAQ3gAREJAwkBCQEEJPTg");

    [Fact]
    public void Failures_are_read() => AssertRead(
        new StoredFailures { Connector = Failed, Tasks = new() { [1] = Failed }, Restarts = new() { [1] = new(2, At, IsWaiting: true) } },
        "ICDoCAMNQQ93MTo4MDgzQQd3aHlBCzEuMi4zAQHgIQEDAQXABeAhAQMBBSDoAAkhgIB3m4t9Tt8IgQAAAAAAAAAA4AED4ODg");

    [Fact]
    public void A_change_of_offsets_is_read() => AssertRead(
        new StoredOffsets { ChangedAt = At, Action = OffsetsAction.Reset, Before = [1, 2, 3], Kind = ConnectorKind.Sink, Place = "connect-orders" },
        "ICCAgHebi31O3wiBAAAAAAAAAADgCQMFQQcBAgMJAwlBHWNvbm5lY3Qtb3JkZXJz4A==");

    [Fact]
    public void Topics_are_read() => AssertRead(new StoredTopics { Topics = ["orders"], ForgottenGeneration = 9 }, "ICAAA0ENb3JkZXJz4AEl4A==");

    private void AssertRead<T>(T expected, string bytes) =>
        Assert.Equal(JsonSerializer.Serialize(expected), JsonSerializer.Serialize(_serializer.Deserialize<T>(Convert.FromBase64String(bytes))));
}

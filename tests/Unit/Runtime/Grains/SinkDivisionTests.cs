using Microsoft.Extensions.Time.Testing;
using OrleansConnect.Grains;
using OrleansConnect.Runtime.Connectors;
using OrleansConnect.Runtime.Grains;

namespace OrleansConnect.Tests.Unit.Runtime.Grains;

public sealed class SinkDivisionTests : ITopicPartitions
{
    private readonly List<IReadOnlyDictionary<string, string?>> _asked = [];
    private readonly ConnectorMemory _memory = new(
        new StoredInMemory<StoredConnector>(), new StoredInMemory<StoredTasks>(), new StoredInMemory<StoredFailures>(), new StoredInMemory<StoredOffsets>(), () => { });

    [Fact]
    public async Task Tasks_of_an_earlier_configuration_read_its_topics_with_the_present_clients()
    {
        await _memory.ChangeTasksAsync(before => before with { Configs = [new() { ["topics"] = "a" }], ConfigVersion = 1, Generations = [1], Kind = ConnectorKind.Sink });
        await _memory.SaveConfigAsync(new Dictionary<string, string?> { ["topics.regex"] = "b.*", ["consumer.override.bootstrap.servers"] = "other:9092" });

        await AssignAsync();

        var asked = Assert.Single(_asked);
        Assert.Equal(("a", null, "other:9092"), (asked["topics"], asked["topics.regex"], asked["consumer.override.bootstrap.servers"]));
    }

    [Fact]
    public async Task Without_tasks_the_configuration_says_the_topics()
    {
        await _memory.SaveConfigAsync(new Dictionary<string, string?> { ["topics"] = "b" });

        await AssignAsync();

        Assert.Equal("b", Assert.Single(_asked)["topics"]);
    }

    Task<IReadOnlyDictionary<string, int>> ITopicPartitions.CountAsync(IReadOnlyDictionary<string, string?> connectorConfig, CancellationToken cancellationToken)
    {
        _asked.Add(connectorConfig);
        return Task.FromResult<IReadOnlyDictionary<string, int>>(new Dictionary<string, int>());
    }

    private Task AssignAsync()
    {
        var missing = new MissingTopics(TimeSpan.FromSeconds(5), (_, _) => new End(), () => { });
        var tasks = new TaskSupervisor("c", _memory, null!, null!, new FakeTimeProvider(), () => { }); // none is started
        return new SinkDivision(_memory, this, new Dictionary<string, string?>(), missing, () => null).AssignAsync(tasks, TestContext.Current.CancellationToken);
    }

    internal sealed class End : IDisposable
    {
        public void Dispose()
        {
            // There is no timer.
        }
    }
}

using OrleansConnect.Grains;
using OrleansConnect.Runtime.Grains;

namespace OrleansConnect.Tests.Unit.Runtime.Grains;

public sealed class ConnectorMemoryTests
{
    private static readonly InstanceStatus Failed = new(InstanceState.Failed, "w", "why", "1");

    private readonly StoredInMemory<StoredFailures> _failures = new();
    private readonly ConnectorMemory _memory;

    public ConnectorMemoryTests() => _memory = new(
        new StoredInMemory<StoredConnector>(), new StoredInMemory<StoredTasks>(), _failures, new StoredInMemory<StoredOffsets>(), () => { });

    [Fact]
    public async Task A_failure_counts_for_the_configuration_it_is_one_of()
    {
        await ConfigureAsync();
        await _memory.SaveConnectorFailureAsync(Failed);
        Assert.Equal(Failed, _memory.ConnectorFailure);

        await ConfigureAsync();
        Assert.Null(_memory.ConnectorFailure);

        await _memory.SaveConnectorFailureAsync(Failed);
        Assert.Equal((Failed, 2L), (_memory.ConnectorFailure, _failures.State.ConfigVersion));
    }

    [Fact]
    public async Task A_failure_counts_for_the_generation_of_its_task()
    {
        await RenewAsync(1);
        await _memory.SaveTaskFailureAsync(0, 1, Failed);
        Assert.Equal(Failed, _memory.FailureOf(0));
        Assert.Null(_memory.FailureOf(1));

        await RenewAsync(2);
        Assert.Null(_memory.FailureOf(0));
    }

    [Fact]
    public async Task What_was_kept_without_that_counts()
    {
        await ConfigureAsync();
        await RenewAsync(3);

        _failures.State = new() { Connector = Failed, Tasks = new() { [0] = Failed } };

        Assert.Equal((Failed, Failed), (_memory.ConnectorFailure, _memory.FailureOf(0)));
    }

    [Theory]
    [InlineData(TargetState.Running, true)]
    [InlineData(TargetState.Paused, true)]
    [InlineData(TargetState.Stopped, false)]
    public async Task Tasks_are_outdated_until_they_are_made_of_the_present_configuration(TargetState target, bool isOutdated)
    {
        await _memory.SaveConfigAsync(new Dictionary<string, string?>(), target);
        Assert.Equal(target == TargetState.Running, _memory.AreTasksOutdated);

        await _memory.ChangeTasksAsync(before => before with { Configs = [[]], Generations = [1], ConfigVersion = 1 });
        Assert.False(_memory.AreTasksOutdated);

        await ConfigureAsync();
        Assert.Equal(isOutdated, _memory.AreTasksOutdated);

        await _memory.SaveConnectorFailureAsync(Failed);
        Assert.False(_memory.AreTasksOutdated);
    }

    private Task ConfigureAsync() => _memory.SaveConfigAsync(new Dictionary<string, string?> { ["connector.class"] = "C" });

    private Task RenewAsync(long generation) => _memory.ChangeTasksAsync(before => before with { Configs = [[]], Generations = [generation] });
}

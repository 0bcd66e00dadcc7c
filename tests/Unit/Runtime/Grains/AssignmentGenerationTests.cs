using OrleansConnect.Grains;
using OrleansConnect.Runtime.Grains;

namespace OrleansConnect.Tests.Unit.Runtime.Grains;

/// <summary>The generations of assignments: what target systems know the right owner of a partition by.</summary>
public sealed class AssignmentGenerationTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeMilliseconds(1_000_000);

    private readonly StoredInMemory<StoredTasks> _tasks = new();

    [Fact]
    public async Task Grow_whatever_the_clock_does()
    {
        var memory = NewMemory();

        Assert.Equal(1_000_000, await memory.NextAssignmentAsync(Now));
        Assert.Equal(1_000_001, await memory.NextAssignmentAsync(Now));
        Assert.Equal(1_000_002, await memory.NextAssignmentAsync(Now.AddHours(-1)));
        Assert.Equal(1_000_500, await memory.NextAssignmentAsync(Now.AddMilliseconds(500)));
    }

    [Fact]
    public async Task Are_stored_before_they_are_used_and_go_on_from_there()
    {
        await NewMemory().NextAssignmentAsync(Now);

        Assert.Equal(1_000_000, _tasks.State.LastAssignment);
        Assert.Equal(1_000_001, await NewMemory().NextAssignmentAsync(Now.AddHours(-1)));
        _tasks.Fault = new TimeoutException("Kafka is away.");
        await Assert.ThrowsAsync<ConnectRequestException>(() => NewMemory().NextAssignmentAsync(Now));
    }

    [Fact]
    public async Task An_assignment_that_was_overtaken_is_ignored()
    {
        var runner = new FakeTaskRunner();
        await using var task = new RunningTask(
            new(new("c", 0), ConnectorKind.Sink, 1, new Dictionary<string, string?>(), new Dictionary<string, string>()), "w", runner, _ => Task.FromResult(true), TimeProvider.System);
        await task.AssignAsync(new(7, [new("t", 0)]));

        await task.AssignAsync(new(6, [new("t", 0), new("t", 1)]));

        Assert.Equal([7L], runner.Generations);
        Assert.Equal([new("t", 0)], task.Partitions);
    }

    private ConnectorMemory NewMemory() =>
        new(new StoredInMemory<StoredConnector>(), _tasks, new StoredInMemory<StoredFailures>(), new StoredInMemory<StoredOffsets>(), () => { });
}

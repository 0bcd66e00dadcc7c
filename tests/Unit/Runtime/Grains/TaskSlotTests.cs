using OrleansConnect.Grains;
using OrleansConnect.Runtime.Grains;

namespace OrleansConnect.Tests.Unit.Runtime.Grains;

public sealed class TaskSlotTests
{
    private static readonly SiloAddress Silo = SiloAddress.New(System.Net.IPAddress.Loopback, 11111, 1);

    [Theory]
    [InlineData(InstanceState.Running, InstanceState.Running)]
    [InlineData(InstanceState.Paused, InstanceState.Paused)]

    // The runner reports it again, and only a report is stored.
    [InlineData(InstanceState.Failed, InstanceState.Unassigned)]
    public void A_failure_is_not_taken_from_a_runner_that_is_found(InstanceState found, InstanceState expected)
    {
        var slot = new TaskSlot(0, 7);

        slot.TakeStarted(new(new(0, 7, new(found, "worker", null, null), new()), [], Silo));

        Assert.Equal(expected, slot.Status.State);
        Assert.Equal(7, slot.StartedGeneration);
    }

    [Fact]
    public void What_a_runner_has_reported_is_newer_than_the_answer_to_its_start()
    {
        var slot = new TaskSlot(0, 7);

        slot.TakeReport(new(0, 7, new(InstanceState.Running, "worker", null, null), new()), restartAttempts: 0, now: 1);
        slot.TakeStarted(new(new(0, 7, new(InstanceState.Unassigned, "worker", null, null), new()), [], Silo));

        Assert.Equal(InstanceState.Running, slot.Status.State);
        Assert.Equal(7, slot.StartedGeneration);
    }

    [Fact]
    public void What_an_older_generation_says_of_itself_is_not_the_tasks_state()
    {
        var slot = new TaskSlot(0, 8);

        slot.TakeStarted(new(new(0, 7, new(InstanceState.Running, "worker", null, null), new()), [], Silo));

        Assert.Equal(InstanceState.Unassigned, slot.Status.State);
    }
}

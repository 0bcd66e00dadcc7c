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
}

using OrleansConnect.Grains;
using OrleansConnect.Runtime.Grains;

namespace OrleansConnect.Tests.Unit.Runtime.Grains;

public sealed class RestartPlanTests
{
    // Of the tasks 0, 1 and 2, those named have failed.
    [Theory]
    [InlineData(false, false, false, "", true, "")]
    [InlineData(false, false, false, "1", true, "")]
    [InlineData(false, false, true, "", true, "")]
    [InlineData(false, false, true, "1", true, "")]
    [InlineData(false, true, false, "", false, "")]
    [InlineData(false, true, false, "1", false, "")]
    [InlineData(false, true, true, "", true, "")]
    [InlineData(false, true, true, "1", true, "")]
    [InlineData(true, false, false, "", true, "012")]
    [InlineData(true, false, false, "1", true, "012")]
    [InlineData(true, false, true, "", true, "012")]
    [InlineData(true, false, true, "1", true, "012")]
    [InlineData(true, true, false, "", false, "")]
    [InlineData(true, true, false, "1", false, "1")]
    [InlineData(true, true, true, "", true, "")]
    [InlineData(true, true, true, "1", true, "1")]
    [InlineData(true, true, true, "012", true, "012")]
    [InlineData(true, true, false, "012", false, "012")]
    public void A_restart_means_what_Kafka_Connect_means_by_it(
        bool includeTasks, bool onlyFailed, bool hasConnectorFailed, string failed, bool restartsConnector, string restarted)
    {
        var connector = hasConnectorFailed ? InstanceState.Failed : InstanceState.Running;
        var tasks = Enumerable.Range(0, 3).Select(task => (task, failed.Contains($"{task}", StringComparison.Ordinal) ? InstanceState.Failed : InstanceState.Running));

        var plan = RestartPlan.Of(includeTasks, onlyFailed, connector, tasks);

        Assert.Equal((restartsConnector, restarted), (plan.Connector, string.Concat(plan.Tasks)));
    }
}

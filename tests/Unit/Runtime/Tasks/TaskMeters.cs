using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using OrleansConnect.Grains;
using OrleansConnect.Runtime.Grains;
using OrleansConnect.Runtime.Metrics;

namespace OrleansConnect.Tests.Unit.Runtime.Tasks;

/// <summary>Meters of tasks, for tests.</summary>
internal static class TaskMeters
{
    /// <summary>One that nobody listens to.</summary>
    public static TaskMeter Unheard { get; } = new ConnectMeter(NewFactory(), new LocalTasks(), TimeProvider.System).For(new TaskId("c", 0));

    /// <summary>A factory of meters that no other test writes to.</summary>
    public static IMeterFactory NewFactory() => new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>();
}

using Microsoft.Extensions.Logging;
using OrleansConnect.Grains;
using OrleansConnect.Runtime.Metrics;

namespace OrleansConnect.Runtime.Tasks;

/// <summary>Makes runners that read and write Kafka.</summary>
internal sealed class TaskRunnerFactory(TaskServices services, ConnectMeter meter) : ITaskRunnerFactory
{
    /// <inheritdoc/>
    public ITaskRunner Create(TaskSpec spec, ITaskObserver observer)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(observer);
        return new TaskHost(
            spec,
            observer,
            (control, resources) =>
            {
                control.Lease = services.Lease;
                control.Budget = resources.Add(new StopBudget(control, services.Worker.TaskShutdownTimeout, services.Time));
                control.CloseLimit = (services.Worker.TaskShutdownTimeout, services.Time);
                control.IsWantedAsync = observer.IsWantedAsync;
                return spec.Kind == ConnectorKind.Sink
                    ? new SinkTaskOpener(services, spec, control, resources).OpenAsync()
                    : new SourceTaskOpener(services, spec, control, resources).OpenAsync();
            },
            new StallWatch(services.Worker.TaskStalledAfter, services.Time),
            new TaskCounters(services.Time, meter.For(spec.Id)),
            services.Logs.CreateLogger<TaskHost>());
    }
}

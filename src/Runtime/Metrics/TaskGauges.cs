using System.Diagnostics.Metrics;
using OrleansConnect.Grains;
using OrleansConnect.Runtime.Grains;

namespace OrleansConnect.Runtime.Metrics;

/// <summary>What the tasks of this worker are like now, read from them whenever somebody collects.</summary>
internal sealed class TaskGauges(LocalTasks tasks, TimeProvider time)
{
    public void AddTo(Meter meter)
    {
        meter.CreateObservableGauge("connect.worker.tasks", CountStates, "{task}", "Tasks on this worker, by state.");
        Gauge(meter, "connect.task.records.in_flight", "{record}", "Records read but not acknowledged (sources) or not put yet (sinks).", progress => progress.RecordsInFlight);
        Gauge(meter, "connect.task.lag", "{record}", "Records in the topics behind a sink task's position.", progress => progress.Lag);
        Gauge(meter, "connect.task.lag.time", "s", "How long the last record that a sink task has put had waited in its topic.", progress => progress.LagTime?.TotalSeconds);
        Gauge(meter, "connect.task.commit.age", "s", "How long ago the last commit of offsets was.", progress => Age(progress.CommittedAt));
        Gauge(meter, "connect.task.stalled.time", "s", "How long a task that has work has moved nothing, once that is longer than task.stalled.after.ms; zero otherwise.", progress => Age(progress.StalledSince) ?? 0);
    }

    private void Gauge(Meter meter, string name, string unit, string description, Func<TaskProgress, double?> figure) => meter.CreateObservableGauge(
        name,
        () => from report in tasks.Reports()
              let value = figure(report.Value.Progress)
              where value is not null
              select new Measurement<double>(value.Value, new("connector", report.Key.Connector), new("task", report.Key.Task)),
        unit,
        description);

    private IEnumerable<Measurement<int>> CountStates() =>
        from report in tasks.Reports()
        group report by report.Value.Instance.State into state
        select new Measurement<int>(state.Count(), new KeyValuePair<string, object?>("state", state.Key.ToString().ToUpperInvariant()));

    private double? Age(DateTimeOffset? since) => since is { } at ? (time.GetUtcNow() - at).TotalSeconds : null;
}

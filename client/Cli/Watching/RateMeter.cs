using OrleansConnect.Client;

namespace OrleansConnect.Cli.Watching;

/// <summary>Works out records a second from the statuses it is shown. Not for several threads.</summary>
internal sealed class RateMeter(TimeProvider time)
{
    // Workers report about once a second while something changes: silence for longer means that nothing does.
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(3);

    private readonly Dictionary<(string Connector, int Task), Sample> _samples = [];

    public void Observe(ConnectorStatus status)
    {
        foreach (var task in status.Tasks)
        {
            if (task.Progress is { } progress)
            {
                Observe((status.Name, task.Id), progress);
            }
        }
    }

    public void Forget(string connector)
    {
        foreach (var key in _samples.Keys.Where(key => key.Connector == connector).ToList())
        {
            _samples.Remove(key);
        }
    }

    /// <summary>Records a second, or null while there is only one report.</summary>
    public double? RateOf(string connector, int task)
    {
        if (!_samples.TryGetValue((connector, task), out var sample))
        {
            return null;
        }

        return IsSilent(sample) ? 0 : sample.Rate;
    }

    /// <summary>The sum over a connector's tasks.</summary>
    public double? RateOf(ConnectorStatus status) =>
        status.Tasks.Select(task => RateOf(status.Name, task.Id)).Aggregate((double?)null, (sum, rate) => rate is null ? sum : (sum ?? 0) + rate);

    // One report is enough to see that nothing moves.
    private bool IsSilent(Sample sample) =>
        time.GetElapsedTime(sample.SeenAt) > Silence || (sample.Rate is null && !(time.GetUtcNow() - sample.Progress.ProgressedAt < Silence));

    private void Observe((string, int) key, TaskProgress progress)
    {
        if (!_samples.TryGetValue(key, out var last))
        {
            _samples[key] = new(progress, null, time.GetTimestamp());
            return;
        }

        var seconds = (progress.TakenAt - last.Progress.TakenAt).TotalSeconds;
        if (seconds > 0)
        {
            // Fewer than before: the task was restarted and counts anew.
            var records = progress.Records >= last.Progress.Records ? progress.Records - last.Progress.Records : progress.Records;
            _samples[key] = new(progress, records / seconds, time.GetTimestamp());
        }
    }

    private sealed record Sample(TaskProgress Progress, double? Rate, long SeenAt);
}

using OrleansConnect.Client;

namespace OrleansConnect.Cli.Watching;

/// <summary>Statuses with rates, for commands that answer once: waits for a second report of the tasks that move something, and for nothing else.</summary>
internal sealed class RateSample(ConnectClient client, TimeProvider time)
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(1.5);
    private static readonly TimeSpan Recent = TimeSpan.FromSeconds(3);

    public RateMeter Rates { get; } = new(time);

    /// <summary>The newest of these statuses.</summary>
    public async Task<IReadOnlyList<ConnectorStatus>> TakeAsync(IReadOnlyList<ConnectorStatus> statuses, CancellationToken cancellationToken)
    {
        var newest = statuses.ToDictionary(status => status.Name);
        foreach (var status in statuses)
        {
            Rates.Observe(status);
        }

        var moving = statuses.Where(IsMoving).Select(status => status.Name).ToList();
        if (moving.Count > 0)
        {
            using var limit = new CancellationTokenSource(LongestWait, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
            try
            {
                await FollowAsync(moving, newest, either.Token);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                // What has reported until now is what there is.
            }
        }

        return [.. statuses.Select(status => newest[status.Name])];
    }

    private async Task FollowAsync(IReadOnlyList<string> moving, Dictionary<string, ConnectorStatus> newest, CancellationToken cancellationToken)
    {
        var waiting = moving.ToHashSet();
        await foreach (var told in client.WatchStatusAsync(moving, cancellationToken))
        {
            if (told.Status is { } status)
            {
                newest[status.Name] = status;
                Rates.Observe(status);
                if (status.Tasks.All(task => task.Progress is null || Rates.RateOf(status.Name, task.Id) is not null))
                {
                    waiting.Remove(status.Name);
                }
            }

            if (waiting.Count == 0)
            {
                return;
            }
        }
    }

    private bool IsMoving(ConnectorStatus status) => status.Tasks.Any(task =>
        task.Instance.State == InstanceState.Running && task.Progress?.ProgressedAt is { } at && time.GetUtcNow() - at < Recent);
}

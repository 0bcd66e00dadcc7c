using OrleansConnect.Client;

namespace OrleansConnect.Cli.Watching;

/// <summary>Waits until connectors are in the state that was asked for.</summary>
internal sealed class StateWait(ConnectClient client, TimeProvider time)
{
    /// <summary>Returns when all are there.</summary>
    /// <exception cref="CommandException">One failed or was deleted, or the time is over.</exception>
    public async Task ForAsync(IEnumerable<string> names, TargetState target, TimeSpan limit, CancellationToken cancellationToken)
    {
        var waiting = names.ToDictionary(name => name, _ => (ConnectorStatus?)null);
        if (waiting.Count == 0)
        {
            return;
        }

        using var over = new CancellationTokenSource(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, over.Token);
        try
        {
            await FollowAsync(waiting, target, either.Token);
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            var (name, last) = waiting.First();
            throw new CommandException(ExitCode.TimedOut, $"'{name}' is not {Word(target)} after {limit.TotalSeconds:0} s: {Describe(last)}.");
        }
    }

    /// <summary>Whether a status is what was asked for.</summary>
    public static bool IsReached(ConnectorStatus status, TargetState target) => target switch
    {
        TargetState.Running => status.Connector.State == InstanceState.Running && status.Tasks.Count > 0 && status.Tasks.All(task => task.Instance.State == InstanceState.Running),
        TargetState.Paused => status.Connector.State == InstanceState.Paused && status.Tasks.All(task => task.Instance.State == InstanceState.Paused),
        _ => status.Connector.State == InstanceState.Stopped && status.Tasks.Count == 0,
    };

    private async Task FollowAsync(Dictionary<string, ConnectorStatus?> waiting, TargetState target, CancellationToken cancellationToken)
    {
        await foreach (var told in client.WatchStatusAsync(waiting.Keys.ToList(), cancellationToken))
        {
            if (told is { Kind: StatusEventKind.Deleted, Name: { } deleted } && waiting.ContainsKey(deleted))
            {
                throw new CommandException(ExitCode.NotFound, $"'{deleted}' was deleted meanwhile.");
            }

            if (told.Status is { } status && waiting.ContainsKey(status.Name))
            {
                waiting[status.Name] = status;
                if (status.IsOutdated)
                {
                    // What was so before the change is not what is waited for.
                    continue;
                }

                ThrowIfFailed(status);
                if (IsReached(status, target))
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

    private static void ThrowIfFailed(ConnectorStatus status)
    {
        if (status.Connector is { State: InstanceState.Failed, Trace: var trace })
        {
            throw new CommandException(ExitCode.Failed, $"The connector '{status.Name}' failed: {trace}");
        }

        if (status.Tasks.FirstOrDefault(task => task.Instance.State == InstanceState.Failed) is { } task)
        {
            throw new CommandException(ExitCode.Failed, $"Task {task.Id} of '{status.Name}' failed: {task.Instance.Trace}");
        }
    }

    private static string Describe(ConnectorStatus? status) => status is null
        ? "nothing was reported of it"
        : $"it is {Word(status.Connector.State)} with {(status.Tasks.Count == 0 ? "no tasks" : string.Join(", ", status.Tasks.Select(task => $"task {task.Id} {Word(task.Instance.State)}")))}";

    private static string Word<T>(T state)
        where T : struct, Enum => state.ToString().ToLowerInvariant();
}

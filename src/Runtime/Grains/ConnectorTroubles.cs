using OrleansConnect.Grains;
using OrleansConnect.Runtime.Connectors;

namespace OrleansConnect.Runtime.Grains;

/// <summary>
/// What a connector's status tells beside its states: why it cannot be brought into the state that is wanted, which call into its plugin does not return, and what of it was left
/// behind when it was to stop. For use on the connector grain's scheduler only.
/// </summary>
/// <param name="connector">The connector's name.</param>
/// <param name="workerId">The worker it is on.</param>
/// <param name="calls">The calls into its plugin.</param>
/// <param name="isAlive">Whether a silo is alive.</param>
internal sealed class ConnectorTroubles(string connector, string workerId, ConnectorCalls calls, Func<SiloAddress, bool> isAlive)
{
    private readonly Dictionary<(SiloAddress Silo, int Task, long Generation), LeftBehindTask> _tasks = [];

    /// <summary>Why the connector could not be brought into its wanted state; null when it could.</summary>
    public string? Failure { get; set; }

    /// <summary>Called when one of them begins or ends by itself.</summary>
    public Action OnChanged
    {
        set => calls.OnChanged = value;
    }

    /// <summary>All of it in one text; null when there is nothing to tell.</summary>
    public string? Text => string.Join('\n', All.OfType<string>()) is { Length: > 0 } text ? text : null;

    private string? Hung => calls.Hung is not { } call ? null
        : $"Connector '{connector}' waits for its plugin on worker {workerId}: {call.Text} It goes on when that returns. "
            + "It can be reconfigured, restarted, stopped and deleted meanwhile; a thread dump of the worker (dotnet-stack) shows what the plugin does.";

    private IEnumerable<string?> All => [Failure, Hung, LatestOf([.. calls.LeftBehind.Select(OfConnector), .. TasksLeftBehind])];

    private IEnumerable<string> TasksLeftBehind => _tasks.Where(task => isAlive(task.Key.Silo)).Select(task => task.Value.Text);

    /// <summary>A task did not stop, or has stopped after all.</summary>
    public void Take(LeftBehindTask task)
    {
        foreach (var gone in _tasks.Keys.Where(key => !isAlive(key.Silo)).ToList())
        {
            _tasks.Remove(gone);
        }

        var key = (task.Silo, task.Task, task.Generation);
        if (task.HasEnded)
        {
            _tasks.Remove(key);
        }
        else
        {
            _tasks[key] = task;
        }
    }

    /// <summary>The connector's own state; the call that keeps it from its state is what there is to see in the place of an error.</summary>
    public InstanceStatus Explain(InstanceStatus status) =>
        status is { Trace: null, State: InstanceState.Unassigned or InstanceState.Restarting } ? status with { Trace = Hung } : status;

    private string OfConnector(OpenCall call) => call.LeftBehindText($"Connector '{connector}'", workerId);

    private static string? LatestOf(IReadOnlyList<string> texts) => texts switch
    {
        [] => null,
        [var only] => only,
        [.., var last] => $"{last} There are {texts.Count} of this kind.",
    };
}

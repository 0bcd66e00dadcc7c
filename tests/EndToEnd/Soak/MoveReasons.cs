using System.Text.RegularExpressions;
using OrleansConnect.Tests.EndToEnd.Processes;

namespace OrleansConnect.Tests.EndToEnd.Soak;

/// <summary>What happened to which worker, and whether that explains every movement in the workers' logs.</summary>
internal sealed partial class MoveReasons
{
    private readonly HashSet<string> _reasons = [];

    /// <summary>How many movements there were, once explained.</summary>
    public int Moves { get; private set; }

    public void Joined(Worker worker) => _reasons.Add($"{worker.Id} joined");

    public void Left(Worker worker)
    {
        _reasons.Add($"{worker.Id} is leaving");
        Gone(worker);
    }

    public void Gone(Worker worker) => _reasons.Add($"{worker.Id} is gone");

    public void AssertExplain(string logs)
    {
        // Connectors settle while they are created.
        var reasons = Movement().Matches(logs).Select(move => move.Groups["reason"].Value).Where(reason => !reason.StartsWith("connector ", StringComparison.Ordinal)).ToList();
        Moves = reasons.Count;
        Assert.All(reasons, reason => Assert.All(Parts(reason), part => Assert.Contains(part, _reasons)));
    }

    // One reason may name several workers: "worker 10.0.0.1:8083, 10.0.0.2:8083 joined".
    private static IEnumerable<string> Parts(string reason)
    {
        var match = Reason().Match(reason);
        Assert.True(match.Success, $"'{reason}' explains nothing.");
        return match.Groups["workers"].Value.Split(", ").Select(worker => $"{worker} {match.Groups["what"].Value}");
    }

    [GeneratedRegex(@" goes from \S+ to \S+: (?<reason>.+)\.")]
    private static partial Regex Movement();

    [GeneratedRegex("^worker (?<workers>.+) (?<what>joined|is leaving|is gone)$")]
    private static partial Regex Reason();
}

using Microsoft.Extensions.Logging;
using OrleansConnect.Grains;

namespace OrleansConnect.Runtime.Placement;

/// <summary>The latest movements and why they were made, for operators; each is logged too.</summary>
internal sealed partial class MovementLog(TimeProvider time, ILogger logger)
{
    private const int CountMax = 1000;

    private readonly Queue<Movement> _latest = [];
    private long _lastId;

    /// <summary>The latest, the oldest first.</summary>
    public IReadOnlyList<Movement> Latest => [.. _latest];

    public void Add(string what, string? from, string? to, string reason)
    {
        // Numbers go on growing when the cluster grain moves, so that a watcher misses nothing and sees nothing twice.
        var now = time.GetUtcNow();
        _lastId = Math.Max(_lastId + 1, now.ToUnixTimeMilliseconds() * 1000);
        _latest.Enqueue(new(_lastId, now, what, from, to, reason));
        if (_latest.Count > CountMax)
        {
            _latest.Dequeue();
        }

        LogMoved(what, from ?? "nowhere", to ?? "nowhere", reason);
    }

    [LoggerMessage(LogLevel.Information, "{Task} goes from {From} to {Worker}: {Reason}.")]
    private partial void LogMoved(string task, string from, string worker, string reason);
}

using Microsoft.Extensions.Logging;
using OrleansConnect.Grains;

namespace OrleansConnect.Runtime.Placement;

/// <summary>The latest movements and why they were made, for operators; each is logged too.</summary>
internal sealed partial class MovementLog(TimeProvider time, ILogger logger)
{
    // Room for every task of a large cluster: who follows movements misses none when all tasks move at once.
    private const int CountMax = 20_000;

    private readonly Queue<Movement> _latest = [];
    private long _lastId;

    /// <summary>Takes over what was stored.</summary>
    public void Load(IEnumerable<Movement> stored)
    {
        foreach (var movement in stored)
        {
            _latest.Enqueue(movement);
            _lastId = movement.Id;
        }
    }

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

    /// <summary>At most so many, the oldest first.</summary>
    public IReadOnlyList<Movement> Newest(int countMax) => [.. _latest.Skip(_latest.Count - countMax)];

    /// <summary>Those with a higher id, the oldest first.</summary>
    public IReadOnlyList<Movement> After(long id) => _lastId <= id ? [] : [.. _latest.SkipWhile(movement => movement.Id <= id)];

    [LoggerMessage(LogLevel.Information, "{Task} goes from {From} to {Worker}: {Reason}.")]
    private partial void LogMoved(string task, string from, string worker, string reason);
}

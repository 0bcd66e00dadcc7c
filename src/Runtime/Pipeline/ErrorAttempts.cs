namespace OrleansConnect.Runtime.Pipeline;

/// <summary>The attempts at one operation on one record.</summary>
internal sealed class ErrorAttempts
{
    private long _place = -1;

    /// <summary>Attempts that failed.</summary>
    public int Failed { get; private set; }

    /// <summary>When the first of them failed.</summary>
    public DateTimeOffset Since { get; private set; }

    /// <summary>Counts a failure; at another place than the last one it is the first.</summary>
    public void Add(long place, DateTimeOffset now)
    {
        if (place != _place)
        {
            (_place, Failed, Since) = (place, 0, now);
        }

        Failed++;
    }

    /// <summary>The next failure is a first one, wherever it is.</summary>
    public void Clear() => _place = -1;
}

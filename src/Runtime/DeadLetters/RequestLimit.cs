namespace OrleansConnect.Runtime.DeadLetters;

/// <summary>How long a request may take, also for work that goes on when whoever asked has gone away.</summary>
internal sealed class RequestLimit(TimeProvider time, TimeSpan limit)
{
    private readonly long _started = time.GetTimestamp();

    /// <summary>What is left of it; below zero when it is over.</summary>
    public TimeSpan Left => limit - time.GetElapsedTime(_started);
}

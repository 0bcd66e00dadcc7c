using System.Globalization;
using OrleansConnect.Grains;

namespace OrleansConnect.Runtime.Validation;

/// <summary>What one validation is doing, so that one that takes too long can say it.</summary>
internal sealed class ValidationStage(TimeProvider time)
{
    private sealed record Step(string Description, DateTimeOffset Since);

    private volatile Step _current = new("waiting for a new thread to become available for connector validation", time.GetUtcNow());

    public void Enter(string description) => _current = new(description, time.GetUtcNow());

    public ConnectRequestException TimedOut()
    {
        var (description, since) = _current;
        var began = since.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        return new(RequestErrorKind.TimedOut, $"Request timed out. The worker is currently {description}, which began at {began}");
    }
}

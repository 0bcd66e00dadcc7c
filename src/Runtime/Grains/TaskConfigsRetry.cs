using System.Globalization;
using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Runtime.Tasks;

namespace OrleansConnect.Runtime.Grains;

/// <summary>
/// When a plugin that failed to make task configurations is asked again: after a pause that grows, however long its calls take and whatever else the connector has to do meanwhile, and at once
/// where other ones are wanted.
/// </summary>
internal sealed class TaskConfigsRetry(TimeProvider time)
{
    // A timer may be early by some milliseconds, and would then wait as long again.
    private static readonly TimeSpan Tolerance = TimeSpan.FromMilliseconds(50);

    // The pauses of the work that asks.
    private readonly Backoff _backoff = new(time, WorkPump.FirstPause, WorkPump.LongestPause);
    private (long ConfigVersion, long Request) _asked;
    private ConnectException? _failure;
    private TimeSpan _pause;
    private long _failedAt;

    /// <summary>Throws the last failure while its pause lasts.</summary>
    public void RequireDue(long configVersion, long request)
    {
        if (_asked != (configVersion, request))
        {
            _asked = (configVersion, request);
            OnMade();
        }
        else if (_failure is { } failure && time.GetElapsedTime(_failedAt) < _pause - Tolerance)
        {
            throw failure;
        }
    }

    /// <summary>The plugin has failed; what to tell.</summary>
    public ConnectException OnFailed(Exception error)
    {
        _pause = _backoff.Take();
        _failedAt = time.GetTimestamp();
        _failure = new(
            string.Create(
                CultureInfo.InvariantCulture,
                $"The plugin could not make task configurations: {error.Message.TrimEnd('.')}. It is asked again after {_pause.TotalSeconds} s, or as soon as it wants that, or the connector is reconfigured or restarted."),
            error);
        return _failure;
    }

    /// <summary>It has made them, or is asked for others: what was before is over.</summary>
    public void OnMade()
    {
        _failure = null;
        _backoff.Reset();
    }
}

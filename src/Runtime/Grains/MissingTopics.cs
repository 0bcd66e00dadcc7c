namespace OrleansConnect.Runtime.Grains;

/// <summary>
/// Has a sink's topics looked for soon while some are missing: they are often created just after the sink. After a quarter of a second, then after twice that, and so on until it is as
/// seldom as they are looked for anyway. For use on the connector grain's scheduler only.
/// </summary>
/// <param name="usualInterval">How often they are looked for anyway.</param>
/// <param name="after">Does something once after a time, unless what is returned is disposed before.</param>
/// <param name="look">Looks for them.</param>
internal sealed class MissingTopics(TimeSpan usualInterval, Func<TimeSpan, Func<Task>, IDisposable> after, Action look)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(250);

    private IDisposable? _timer;
    private TimeSpan _pause = FirstPause;
    private long _configVersion;

    /// <summary>To be called whenever they were looked for: whether some are missing, and for which configuration.</summary>
    public void Set(bool areMissing, long configVersion)
    {
        if (!areMissing || configVersion != _configVersion)
        {
            _timer?.Dispose();
            (_timer, _pause, _configVersion) = (null, FirstPause, configVersion);
        }

        if (areMissing && _timer is null && _pause < usualInterval)
        {
            _timer = after(_pause, LookAsync);
        }
    }

    private Task LookAsync()
    {
        _timer?.Dispose();
        (_timer, _pause) = (null, _pause * 2);
        look();
        return Task.CompletedTask;
    }
}

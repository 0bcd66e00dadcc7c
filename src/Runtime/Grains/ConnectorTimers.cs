namespace OrleansConnect.Runtime.Grains;

/// <summary>What a connector grain does by the clock.</summary>
internal sealed class ConnectorTimers(IGrainBase grain)
{
    private IGrainTimer? _restart;

    /// <summary>Does it again and again.</summary>
    public void Every(TimeSpan interval, Action work) => grain.RegisterGrainTimer(
        _ =>
        {
            work();
            return Task.CompletedTask;
        },
        new GrainTimerCreationOptions { DueTime = interval, Period = interval, Interleave = true });

    /// <summary>Restarts after that time and not before, or never.</summary>
    public void ScheduleRestart(TimeSpan? dueIn, Func<Task> restart)
    {
        _restart?.Dispose();
        _restart = dueIn is { } time ? After(time, restart) : null;
    }

    /// <summary>Does it once after that time, unless what is returned is disposed before. It is to be disposed in any case.</summary>
    public IGrainTimer After(TimeSpan time, Func<Task> work) => grain.RegisterGrainTimer(
        _ => work(), new GrainTimerCreationOptions { DueTime = time, Period = Timeout.InfiniteTimeSpan, Interleave = true });
}

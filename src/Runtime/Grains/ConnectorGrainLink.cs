namespace OrleansConnect.Runtime.Grains;

/// <summary>How the parts of a connector grain reach it.</summary>
/// <param name="Self">The grain, for calls from other threads.</param>
/// <param name="Factory">Where other grains are found.</param>
/// <param name="ScheduleRestart">Has it restart failed tasks after that time, or never.</param>
/// <param name="Timers">What it does by the clock.</param>
/// <param name="Pump">Brings it into the wanted state.</param>
/// <param name="Writes">Lets one change through at a time.</param>
internal sealed record ConnectorGrainLink(
    IConnectorControl Self, IGrainFactory Factory, Action<TimeSpan?> ScheduleRestart, ConnectorTimers Timers, WorkPump Pump, WriteGate Writes);

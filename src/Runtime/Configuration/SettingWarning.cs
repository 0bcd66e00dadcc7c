namespace OrleansConnect.Runtime.Configuration;

/// <summary>What to tell of a worker's settings that have no effect. Values are never in it.</summary>
/// <param name="Text">In full sentences.</param>
/// <param name="IsGrave">Whether somebody may rely on what is not there, such as a guard of the REST interface.</param>
public sealed record SettingWarning(string Text, bool IsGrave);

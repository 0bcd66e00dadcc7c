namespace OrleansConnect.Client;

/// <summary>Everything that is wrong with a configuration.</summary>
/// <param name="ConnectorClass">The connector's class, as given.</param>
/// <param name="ErrorCount">How many errors there are; none: the configuration is valid.</param>
/// <param name="Groups">The headings of its settings.</param>
/// <param name="Settings">The settings one by one.</param>
public sealed record ConfigValidation(string ConnectorClass, int ErrorCount, IReadOnlyList<string> Groups, IReadOnlyList<ValidatedSetting> Settings);

namespace OrleansConnect.Kafka.Clients;

/// <summary>The settings of a client under librdkafka's names, and what was to be said of them.</summary>
/// <param name="Native">What librdkafka is given.</param>
/// <param name="Clamped">Values that it has only up to its limits.</param>
/// <param name="Refused">Values that it does not take at all; they are not in <paramref name="Native"/>.</param>
internal sealed record SettingsTranslation(
    IReadOnlyDictionary<string, string> Native, IReadOnlyList<ClampedSetting> Clamped, IReadOnlyList<InvalidSettingException> Refused);

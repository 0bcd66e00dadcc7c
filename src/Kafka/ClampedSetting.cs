namespace OrleansConnect.Kafka;

/// <summary>A setting whose value Kafka's Java clients take and librdkafka does not: it has the nearest that librdkafka takes.</summary>
/// <param name="Name">The setting, under the name it was given with.</param>
/// <param name="Given">The value it was given.</param>
/// <param name="Used">The value it has, in librdkafka's own unit.</param>
public sealed record ClampedSetting(string Name, string Given, string Used);

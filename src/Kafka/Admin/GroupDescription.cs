namespace OrleansConnect.Kafka.Admin;

/// <summary>A consumer group as it is.</summary>
/// <param name="HasMembers">Whether somebody has subscribed with it.</param>
/// <param name="Operations">What the client may do to it, for example <c>Read</c>; null where the brokers do not say.</param>
public sealed record GroupDescription(bool HasMembers, IReadOnlyCollection<string>? Operations);

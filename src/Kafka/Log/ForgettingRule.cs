namespace OrleansConnect.Kafka.Log;

/// <summary>
/// When a deletion may leave the log, and for how long its version is still counted on from afterwards. Once its tombstone is as old as
/// <see cref="CountOnFor"/> a key begins anew at version 1; a proposal made just before could meet one made just after, so for
/// <see cref="Pause"/> there is none. A tombstone itself stays in the topic for <see cref="DeletionRetention"/> at least.
/// </summary>
internal sealed record ForgettingRule(TimeSpan DeletionRetention, TimeSpan WriteTimeout)
{
    public TimeSpan CountOnFor => DeletionRetention / 2;

    public TimeSpan Pause => WriteTimeout * 2;

    /// <summary>How far a writer's own view may lie behind.</summary>
    public TimeSpan LagMax => DeletionRetention / 8;

    /// <summary>
    /// How late a tombstone may come that was decided on: hours, where all of this is a day. Two writers may remove the same deletion, and the later tombstone is the one from which is counted.
    /// One that comes later still, from a process that was stopped just then, could have one writer count on an old version when another has begun anew.
    /// </summary>
    public TimeSpan TombstoneLatenessMax => CountOnFor + Pause - (2 * LagMax);
}

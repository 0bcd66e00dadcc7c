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
    public TimeSpan LagMax => DeletionRetention / 4;
}

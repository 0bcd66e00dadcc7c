namespace OrleansConnect.EmbeddedKafka.Groups;

/// <summary>Where a group stands between rebalances; the names are those that clients are told.</summary>
internal enum GroupState
{
    /// <summary>No members; there may be offsets.</summary>
    Empty,

    /// <summary>Members are asked to join again.</summary>
    PreparingRebalance,

    /// <summary>All have joined; the leader divides the work.</summary>
    CompletingRebalance,

    Stable,
}

namespace OrleansConnect.Runtime.DeadLetters;

/// <summary>A stretch of a partition.</summary>
/// <param name="From">The first offset.</param>
/// <param name="To">The one behind the last.</param>
internal readonly record struct Stretch(long From, long To);

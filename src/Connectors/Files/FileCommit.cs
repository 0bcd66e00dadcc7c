using OrleansConnect.Abstractions.Data;

namespace OrleansConnect.Connectors.Files;

/// <summary>What is safe in a file that is written exactly once.</summary>
/// <param name="Connector">Who writes it.</param>
/// <param name="Generation">Of the task that wrote this; of several, the highest counts.</param>
/// <param name="LengthBytes">What is behind is to be written again.</param>
/// <param name="IsClosed">Whether nobody has the file open any more, so that the next task may write to this very one.</param>
/// <param name="Offsets">The next record of each partition.</param>
internal sealed record FileCommit(string Connector, long Generation, long LengthBytes, bool IsClosed, IReadOnlyDictionary<TopicPartition, long> Offsets)
{
    /// <summary>Whether the same bytes of the same records are safe.</summary>
    public bool SaysSameAs(FileCommit other) =>
        (LengthBytes, IsClosed, Offsets.Count) == (other.LengthBytes, other.IsClosed, other.Offsets.Count)
        && Offsets.All(entry => other.Offsets.TryGetValue(entry.Key, out var offset) && offset == entry.Value);
}

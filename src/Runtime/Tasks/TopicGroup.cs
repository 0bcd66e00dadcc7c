using OrleansConnect.Abstractions.Formats;

namespace OrleansConnect.Runtime.Tasks;

/// <summary>How topics of certain names are created.</summary>
/// <param name="Include">Names that are meant when one of these matches the whole name.</param>
/// <param name="Exclude">Names that are not meant all the same.</param>
/// <param name="Partitions">Their number; -1 leaves it to the broker.</param>
/// <param name="ReplicationFactor">Copies of each partition; -1 leaves it to the broker.</param>
/// <param name="Configs">The topic's settings.</param>
internal sealed record TopicGroup(
    IReadOnlyList<JavaRegex> Include, IReadOnlyList<JavaRegex> Exclude, int Partitions, short ReplicationFactor, IReadOnlyDictionary<string, string> Configs)
{
    public bool Matches(string topic) => Include.Any(regex => regex.Matches(topic)) && !Exclude.Any(regex => regex.Matches(topic));
}

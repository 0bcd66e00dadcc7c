using OrleansConnect.Abstractions.Configuration;
using OrleansConnect.Abstractions.Errors;

namespace OrleansConnect.Runtime.Placement;

/// <summary>What a connector asks of placement.</summary>
/// <param name="Labels">What a worker must carry to run the connector and its tasks.</param>
/// <param name="Weight">How much each of its tasks counts when work is divided.</param>
[GenerateSerializer, Immutable, Alias("connect.runtime.PlacementWish")]
internal sealed record PlacementWish([property: Id(0)] IReadOnlyList<string> Labels, [property: Id(1)] int Weight)
{
    private const string LabelsKey = "placement.labels";
    private const string WeightKey = "placement.weight";
    private const int WeightMax = 1000;

    public static ConfigDef Definition { get; } = new ConfigDef()
        .List(LabelsKey, "What a worker must carry to run the connector.", [])
        .Int(WeightKey, "How much each task counts when work is divided.", 1, min: 1, max: WeightMax);

    public static PlacementWish None { get; } = new([], 1);

    /// <summary>Reads a connector's configuration; a bad value is a <see cref="ConfigException"/>.</summary>
    public static PlacementWish Of(IReadOnlyDictionary<string, string?> config)
    {
        var parsed = Definition.Parse(config);
        return new([.. parsed.GetList(LabelsKey).Where(label => label.Length > 0).Distinct().Order(StringComparer.Ordinal)], parsed.GetInt(WeightKey));
    }

    public bool IsMetBy(IReadOnlyCollection<string> carried) => Labels.All(carried.Contains);

    public bool Equals(PlacementWish? other) => other is not null && Weight == other.Weight && Labels.SequenceEqual(other.Labels);

    public override int GetHashCode() => HashCode.Combine(Weight, Labels.Count);
}

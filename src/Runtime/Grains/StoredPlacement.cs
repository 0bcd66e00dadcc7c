namespace OrleansConnect.Runtime.Grains;

/// <summary>
/// What is kept of where a connector and its tasks are. Silos are places in <see cref="StoredCluster.Members"/>, counted from 1, and 0 is none: serializers of grain state may leave out
/// what has its type's default value.
/// </summary>
[GenerateSerializer, Alias("connect.runtime.StoredPlacement")]
internal sealed class StoredPlacement
{
    [Id(0)]
    public int Silo { get; set; }

    [Id(1)]
    public List<int> Tasks { get; set; } = [];

    [Id(2)]
    public List<string> Labels { get; set; } = [];

    [Id(3)]
    public int Weight { get; set; } = 1;
}

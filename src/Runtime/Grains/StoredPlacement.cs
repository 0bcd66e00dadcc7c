namespace OrleansConnect.Runtime.Grains;

/// <summary>What is kept of where a connector and its tasks are. Silos are indexes of <see cref="StoredCluster.Members"/>, -1 for none.</summary>
[GenerateSerializer, Alias("connect.runtime.StoredPlacement")]
internal sealed class StoredPlacement
{
    [Id(0)]
    public int Silo { get; set; } = -1;

    [Id(1)]
    public List<int> Tasks { get; set; } = [];

    [Id(2)]
    public List<string> Labels { get; set; } = [];

    [Id(3)]
    public int Weight { get; set; } = 1;
}

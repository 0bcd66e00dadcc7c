using OrleansConnect.Runtime.Placement;

namespace OrleansConnect.Runtime.Grains;

/// <summary>What is kept of a silo.</summary>
[GenerateSerializer, Alias("connect.runtime.StoredMember")]
internal sealed class StoredMember
{
    [Id(0)]
    public string Silo { get; set; } = "";

    [Id(1)]
    public string WorkerId { get; set; } = "";

    [Id(2)]
    public string Version { get; set; } = "";

    [Id(3)]
    public List<string> Labels { get; set; } = [];

    [Id(4)]
    public bool IsLeaving { get; set; }

    public static StoredMember From(Member member) => new()
    {
        Silo = member.Silo.ToParsableString(),
        WorkerId = member.WorkerId,
        Version = member.Version,
        Labels = [.. member.Labels],
        IsLeaving = member.IsLeaving,
    };

    public Member ToMember() => new(SiloAddress.FromParsableString(Silo), WorkerId, Version, Labels, IsLeaving);
}

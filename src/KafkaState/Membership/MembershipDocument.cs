namespace OrleansConnect.KafkaState.Membership;

/// <summary>The whole membership table, as it stands in one entry of the log.</summary>
internal sealed record MembershipDocument(int Version, IReadOnlyList<MembershipRow> Rows)
{
    public static MembershipDocument Empty { get; } = new(0, []);

    public MembershipRow? Find(string silo) => Rows.FirstOrDefault(row => row.Silo == silo);
}

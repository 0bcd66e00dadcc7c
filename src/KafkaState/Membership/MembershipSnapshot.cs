namespace OrleansConnect.KafkaState.Membership;

/// <summary>The table as read, with the log's version, which is its entity tag, and when each silo last said that it is alive.</summary>
internal sealed record MembershipSnapshot(MembershipDocument Document, long LogVersion, IReadOnlyDictionary<string, DateTime> AliveTimes)
{
    public MembershipTableData ToTableData() => new(
        [.. Document.Rows.Select(ToTuple)],
        new TableVersion(Document.Version, ETag.Of(LogVersion)));

    public MembershipTableData ToTableData(SiloAddress silo) => Document.Find(MembershipRow.ToName(silo)) is { } row
        ? new MembershipTableData(ToTuple(row), new TableVersion(Document.Version, ETag.Of(LogVersion)))
        : new MembershipTableData(new TableVersion(Document.Version, ETag.Of(LogVersion)));

    public DateTime LastSeen(MembershipRow row)
    {
        var alive = AliveTimes.TryGetValue(row.Silo, out var time) ? time : row.IAmAliveTime;
        return alive > row.StartTime ? alive : row.StartTime;
    }

    private Tuple<MembershipEntry, string> ToTuple(MembershipRow row) =>
        Tuple.Create(row.ToEntry(AliveTimes.TryGetValue(row.Silo, out var time) ? time : null), ETag.Of(LogVersion));
}

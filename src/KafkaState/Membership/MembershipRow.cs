namespace OrleansConnect.KafkaState.Membership;

/// <summary>One silo's row.</summary>
internal sealed record MembershipRow(string Silo, SiloStatus Status)
{
    public string? HostName { get; init; }

    public string? SiloName { get; init; }

    public string? RoleName { get; init; }

    public int ProxyPort { get; init; }

    public int UpdateZone { get; init; }

    public int FaultZone { get; init; }

    public DateTime StartTime { get; init; }

    public DateTime IAmAliveTime { get; init; }

    public IReadOnlyList<Suspicion>? Suspicions { get; init; }

    public static string ToName(SiloAddress silo) => silo.ToParsableString();

    public static MembershipRow From(MembershipEntry entry) => new(ToName(entry.SiloAddress), entry.Status)
    {
        HostName = entry.HostName,
        SiloName = entry.SiloName,
        RoleName = entry.RoleName,
        ProxyPort = entry.ProxyPort,
        UpdateZone = entry.UpdateZone,
        FaultZone = entry.FaultZone,
        StartTime = AsUtc(entry.StartTime),
        IAmAliveTime = AsUtc(entry.IAmAliveTime),
        Suspicions = entry.SuspectTimes?.ConvertAll(suspect => new Suspicion(ToName(suspect.Item1), AsUtc(suspect.Item2))),
    };

    public MembershipEntry ToEntry(DateTime? aliveTime) => new()
    {
        SiloAddress = SiloAddress.FromParsableString(Silo),
        Status = Status,
        HostName = HostName ?? "",
        SiloName = SiloName ?? "",
        RoleName = RoleName,
        ProxyPort = ProxyPort,
        UpdateZone = UpdateZone,
        FaultZone = FaultZone,
        StartTime = AsUtc(StartTime),
        IAmAliveTime = aliveTime ?? AsUtc(IAmAliveTime),
        SuspectTimes = [.. (Suspicions ?? []).Select(suspicion => Tuple.Create(SiloAddress.FromParsableString(suspicion.By), AsUtc(suspicion.Time)))],
    };

    /// <summary>Orleans means UTC, whatever the kind says.</summary>
    public static DateTime AsUtc(DateTime time) => DateTime.SpecifyKind(time, DateTimeKind.Utc);

    internal sealed record Suspicion(string By, DateTime Time);
}

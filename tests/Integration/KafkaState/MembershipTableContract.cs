using System.Globalization;
using System.Net;
using Microsoft.Extensions.Hosting;
using Orleans.Messaging;

namespace OrleansConnect.Tests.Integration.KafkaState;

/// <summary>What Orleans expects of a membership table; two silos that share it.</summary>
public abstract class MembershipTableContract(KafkaUnderTest kafka) : IAsyncLifetime
{
    private static readonly DateTime Start = new(2026, 1, 15, 12, 0, 0, DateTimeKind.Utc);
    private static int s_generation;
    private readonly string _clusterId = kafka.NewName("cluster");
    private IHost? _firstHost;
    private IHost? _secondHost;

    private IMembershipTable First { get; set; } = null!; // InitializeAsync runs before each test

    private IMembershipTable Second { get; set; } = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        (_firstHost, First) = await OpenAsync();
        (_secondHost, Second) = await OpenAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var host in new[] { _firstHost, _secondHost }.OfType<IAsyncDisposable>())
        {
            await host.DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_new_table_is_empty_at_version_zero()
    {
        var table = await First.ReadAllAsync(Cancelled);

        Assert.Empty(table.Members);
        Assert.Equal(0, table.Version.Version);
        Assert.NotNull(table.Version.VersionEtag);
    }

    [Fact]
    public async Task An_inserted_row_is_read_whole_by_the_other_silo()
    {
        var entry = NewEntry();
        entry.AddSuspector(NewSilo(), Start.AddMinutes(1));

        Assert.True(await First.InsertRowAsync(entry, (await First.ReadAllAsync(Cancelled)).Version.Next(), Cancelled));

        var table = await Second.ReadAllAsync(Cancelled);
        Assert.Equal(1, table.Version.Version);
        var read = Assert.Single(table.Members).Item1;
        Assert.Equal(entry.ToFullString(), read.ToFullString());
        Assert.Equal(entry.SuspectTimes, read.SuspectTimes);
        Assert.Equal((entry.ProxyPort, entry.HostName, entry.SiloName, entry.StartTime), (read.ProxyPort, read.HostName, read.SiloName, read.StartTime));
        Assert.Equal(DateTimeKind.Utc, read.IAmAliveTime.Kind);
    }

    [Fact]
    public async Task A_row_is_inserted_once()
    {
        var entry = await InsertAsync(First);

        Assert.False(await Second.InsertRowAsync(entry, (await Second.ReadAllAsync(Cancelled)).Version.Next(), Cancelled));

        Assert.Equal(1, (await First.ReadAllAsync(Cancelled)).Version.Version);
    }

    [Fact]
    public async Task An_insert_on_an_old_table_version_fails_and_changes_nothing()
    {
        var old = (await First.ReadAllAsync(Cancelled)).Version;
        await InsertAsync(Second);

        Assert.False(await First.InsertRowAsync(NewEntry(), old.Next(), Cancelled));

        Assert.Single((await First.ReadAllAsync(Cancelled)).Members);
    }

    [Fact]
    public async Task An_update_sets_the_row_and_the_version_with_a_new_etag()
    {
        var entry = await InsertAsync(First);
        var before = await Second.ReadRowAsync(entry.SiloAddress, Cancelled);
        entry.Status = SiloStatus.Dead;

        Assert.True(await Second.UpdateRowAsync(entry, before.Members[0].Item2, before.Version.Next(), Cancelled));

        var after = await First.ReadRowAsync(entry.SiloAddress, Cancelled);
        Assert.Equal(SiloStatus.Dead, after.Members[0].Item1.Status);
        Assert.Equal(2, after.Version.Version);
        Assert.NotEqual(before.Version.VersionEtag, after.Version.VersionEtag);
    }

    [Fact]
    public async Task An_update_of_a_missing_row_or_an_old_version_fails()
    {
        var entry = await InsertAsync(First);
        var before = await First.ReadAllAsync(Cancelled);

        Assert.False(await First.UpdateRowAsync(NewEntry(), before.Members[0].Item2, before.Version.Next(), Cancelled));
        await InsertAsync(Second);
        Assert.False(await First.UpdateRowAsync(entry, before.Members[0].Item2, before.Version.Next(), Cancelled));

        Assert.Equal(2, (await First.ReadAllAsync(Cancelled)).Version.Version);
    }

    [Fact]
    public async Task A_row_that_is_missing_is_read_as_no_row_with_the_tables_version()
    {
        await InsertAsync(First);

        var row = await Second.ReadRowAsync(NewSilo(), Cancelled);

        Assert.Empty(row.Members);
        Assert.Equal(1, row.Version.Version);
    }

    [Fact]
    public async Task A_sign_of_life_changes_neither_version_nor_etag_and_leaves_what_was_read_usable()
    {
        var entry = await InsertAsync(First);
        var before = await First.ReadAllAsync(Cancelled);
        entry.IAmAliveTime = Start.AddHours(1);

        await First.UpdateIAmAliveAsync(entry, Cancelled);

        var after = await Second.ReadAllAsync(Cancelled);
        Assert.Equal(Start.AddHours(1), after.Members[0].Item1.IAmAliveTime);
        Assert.Equal(before.Version, after.Version);
        Assert.True(await Second.UpdateRowAsync(entry, before.Members[0].Item2, before.Version.Next(), Cancelled));
    }

    [Fact]
    public async Task Cleaning_up_removes_only_dead_rows_that_are_old()
    {
        var alive = await InsertAsync(First);
        var oldDead = await InsertAsync(First, SiloStatus.Dead);
        var newDead = await InsertAsync(First, SiloStatus.Dead);
        newDead.IAmAliveTime = Start.AddDays(2);
        await First.UpdateIAmAliveAsync(newDead, Cancelled);

        await First.CleanupDefunctSiloEntriesAsync(new DateTimeOffset(Start.AddDays(1)), Cancelled);

        var table = await Second.ReadAllAsync(Cancelled);
        Assert.NotNull(table.TryGet(alive.SiloAddress));
        Assert.NotNull(table.TryGet(newDead.SiloAddress));
        Assert.Null(table.TryGet(oldDead.SiloAddress));
    }

    [Fact]
    public async Task Deleting_a_clusters_rows_leaves_an_empty_table_that_works()
    {
        await InsertAsync(First);

        await First.DeleteMembershipTableEntriesAsync(_clusterId, Cancelled);

        var table = await Second.ReadAllAsync(Cancelled);
        Assert.Empty(table.Members);
        Assert.Equal(0, table.Version.Version);
        await InsertAsync(Second);
        Assert.Single((await First.ReadAllAsync(Cancelled)).Members);
    }

    [Fact]
    public async Task One_insert_and_nineteen_updates_at_once_end_at_version_twenty()
    {
        await InsertAsync(First);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        deadline.CancelAfter(TimeSpan.FromSeconds(30));

        await Task.WhenAll(Enumerable.Range(1, 19).Select(i => Task.Run(() => UpdateUntilAcceptedAsync(i % 2 == 0 ? First : Second, deadline.Token), deadline.Token)));

        var table = await First.ReadAllAsync(Cancelled);
        Assert.Equal(20, table.Version.Version);
        Assert.Equal(19, table.Members[0].Item1.SuspectTimes?.Count);
    }

    [Fact]
    public async Task A_client_is_given_the_gateways_of_active_silos_that_have_one()
    {
        var active = await InsertAsync(First);
        await InsertAsync(First, SiloStatus.Dead);
        await InsertAsync(First, SiloStatus.Joining);
        var withoutGateway = NewEntry();
        withoutGateway.ProxyPort = 0;
        Assert.True(await First.InsertRowAsync(withoutGateway, (await First.ReadAllAsync(Cancelled)).Version.Next(), Cancelled));
        using var client = StateServices.BuildClient(kafka.BootstrapServers, _clusterId);
        var gateways = client.Get<IGatewayListProvider>();
        await gateways.InitializeGatewayListProvider();

        var found = Assert.Single(await gateways.GetGateways());

        Assert.Equal((active.SiloAddress.Endpoint.Address.ToString(), active.ProxyPort), (found.Host, found.Port));
        Assert.True(gateways.MaxStaleness > TimeSpan.Zero);
    }

    private async Task<(IHost Host, IMembershipTable Table)> OpenAsync()
    {
        var host = StateServices.Build(kafka.BootstrapServers, _clusterId, "service");
        var table = host.Get<IMembershipTable>();
        await table.InitializeMembershipTableAsync(true, Cancelled);
        return (host, table);
    }

    private static async Task UpdateUntilAcceptedAsync(IMembershipTable table, CancellationToken cancellationToken)
    {
        while (true)
        {
            var read = await table.ReadAllAsync(cancellationToken);
            var (row, etag) = read.Members[0];
            row.AddSuspector(NewSilo(), Start);
            if (await table.UpdateRowAsync(row, etag, read.Version.Next(), cancellationToken))
            {
                return;
            }
        }
    }

    private static async Task<MembershipEntry> InsertAsync(IMembershipTable table, SiloStatus status = SiloStatus.Active)
    {
        var entry = NewEntry();
        entry.Status = status;
        Assert.True(await table.InsertRowAsync(entry, (await table.ReadAllAsync(Cancelled)).Version.Next(), Cancelled));
        return entry;
    }

    private static SiloAddress NewSilo() => SiloAddress.New(IPAddress.Loopback, 11111, Interlocked.Increment(ref s_generation));

    private static MembershipEntry NewEntry() => new()
    {
        SiloAddress = NewSilo(),
        HostName = "host",
        SiloName = string.Create(CultureInfo.InvariantCulture, $"silo-{s_generation}"),
        ProxyPort = 30000,
        Status = SiloStatus.Active,
        StartTime = Start,
        IAmAliveTime = Start,
        SuspectTimes = [],
    };
}

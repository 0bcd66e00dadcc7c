using System.Globalization;
using Microsoft.Extensions.Hosting;

namespace OrleansConnect.Tests.Integration.KafkaState;

/// <summary>What Orleans expects of a reminder table; two silos that share it.</summary>
public abstract class ReminderTableContract(KafkaUnderTest kafka) : IAsyncLifetime
{
    private static readonly DateTime Start = new(2026, 1, 15, 12, 0, 0, DateTimeKind.Utc);
    private readonly string _serviceId = kafka.NewName("service");
    private IHost? _firstHost;
    private IHost? _secondHost;

    private IReminderTable First { get; set; } = null!; // InitializeAsync runs before each test

    private IReminderTable Second { get; set; } = null!;

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
    public async Task A_reminder_is_read_by_the_other_silo_as_it_was_written()
    {
        var entry = NewEntry(NewGrain(), "daily / at noon");

        var etag = await First.UpsertRow(entry, Cancelled);

        var read = await Second.ReadRow(entry.GrainId, entry.ReminderName, Cancelled);
        Assert.NotNull(read);
        Assert.Equal(
            (entry.GrainId, entry.ReminderName, entry.StartAt, entry.Period, etag),
            (read.GrainId, read.ReminderName, read.StartAt, read.Period, read.ETag));
    }

    [Fact]
    public async Task Each_upsert_replaces_the_reminder_and_gives_a_new_etag()
    {
        var entry = NewEntry(NewGrain(), "r");
        var etag = await First.UpsertRow(entry, Cancelled);
        entry.Period = TimeSpan.FromMinutes(9);

        Assert.NotEqual(etag, await Second.UpsertRow(entry, Cancelled));

        var read = Assert.Single((await First.ReadRows(entry.GrainId, Cancelled)).Reminders);
        Assert.Equal(TimeSpan.FromMinutes(9), read.Period);
    }

    [Fact]
    public async Task A_reminder_that_is_not_there_is_null()
    {
        Assert.Null(await First.ReadRow(NewGrain(), "r", Cancelled));
        Assert.Empty((await First.ReadRows(NewGrain(), Cancelled)).Reminders);
    }

    [Fact]
    public async Task A_reminder_is_removed_only_under_its_current_etag()
    {
        var entry = NewEntry(NewGrain(), "r");
        var stale = await First.UpsertRow(entry, Cancelled);
        var etag = await First.UpsertRow(entry, Cancelled);
        Assert.NotNull(stale);
        Assert.NotNull(etag);

        Assert.False(await Second.RemoveRow(entry.GrainId, "r", stale, Cancelled));
        Assert.False(await Second.RemoveRow(entry.GrainId, "other", etag, Cancelled));
        Assert.True(await Second.RemoveRow(entry.GrainId, "r", etag, Cancelled));
        Assert.False(await First.RemoveRow(entry.GrainId, "r", etag, Cancelled));

        Assert.Null(await First.ReadRow(entry.GrainId, "r", Cancelled));
    }

    [Fact]
    public async Task Grains_whose_names_begin_alike_do_not_mix()
    {
        var grain = GrainId.Create("g", "a");
        var longer = GrainId.Create("g", "a/b");
        await First.UpsertRow(NewEntry(grain, "b/c"), Cancelled);
        await First.UpsertRow(NewEntry(longer, "c"), Cancelled);

        Assert.Equal("b/c", Assert.Single((await Second.ReadRows(grain, Cancelled)).Reminders).ReminderName);
        Assert.Equal("c", Assert.Single((await Second.ReadRows(longer, Cancelled)).Reminders).ReminderName);
    }

    [Fact]
    public async Task A_range_excludes_its_begin_includes_its_end_and_wraps()
    {
        var entries = Enumerable.Range(0, 50).Select(_ => NewEntry(NewGrain(), "r")).OrderBy(entry => entry.GrainId.GetUniformHashCode()).ToList();
        await Task.WhenAll(entries.Select(entry => First.UpsertRow(entry, Cancelled)));
        uint Hash(int i) => entries[i].GrainId.GetUniformHashCode();

        Assert.Equal(10, (await Second.ReadRows(Hash(9), Hash(19), Cancelled)).Reminders.Count);
        Assert.Equal(40, (await Second.ReadRows(Hash(19), Hash(9), Cancelled)).Reminders.Count);
        Assert.Equal(50, (await Second.ReadRows(0, 0, Cancelled)).Reminders.Count);
    }

    [Fact]
    public async Task Upserts_at_once_all_succeed()
    {
        var grain = NewGrain();

        var etags = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => (i % 2 == 0 ? First : Second).UpsertRow(NewEntry(grain, "r"), Cancelled)));

        Assert.Equal(40, etags.Distinct().Count());
        Assert.Single((await First.ReadRows(grain, Cancelled)).Reminders);
    }

    private async Task<(IHost Host, IReminderTable Table)> OpenAsync()
    {
        var host = StateServices.Build(kafka.BootstrapServers, "cluster", _serviceId);
        var table = host.Get<IReminderTable>();
        await table.StartAsync(Cancelled);
        return (host, table);
    }

    private static GrainId NewGrain() => GrainId.Create("reminded", Guid.NewGuid().ToString("n", CultureInfo.InvariantCulture));

    private static ReminderEntry NewEntry(GrainId grain, string name) =>
        new() { GrainId = grain, ReminderName = name, StartAt = Start, Period = TimeSpan.FromMinutes(5) };
}

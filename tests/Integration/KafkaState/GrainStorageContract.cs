using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Storage;
using OrleansConnect.KafkaState.GrainStorage;

namespace OrleansConnect.Tests.Integration.KafkaState;

/// <summary>What Orleans expects of a grain storage; two silos that share it.</summary>
public abstract class GrainStorageContract(KafkaUnderTest kafka) : IAsyncLifetime
{
    private readonly GrainId _grain = GrainId.Create("storage-test", Guid.NewGuid().ToString("n"));
    private IHost? _firstHost;
    private IHost? _secondHost;

    private IGrainStorage First { get; set; } = null!; // InitializeAsync runs before each test

    private IGrainStorage Second { get; set; } = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var serviceId = kafka.NewName("service");
        (_firstHost, First) = await OpenAsync(serviceId);
        (_secondHost, Second) = await OpenAsync(serviceId);
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
    public async Task A_missing_record_has_no_etag_and_a_state_of_its_own()
    {
        var state = new GrainState<Account> { State = null!, ETag = "7", RecordExists = true };

        await First.ReadStateAsync("account", _grain, state, Cancelled);

        Assert.Null(state.ETag);
        Assert.False(state.RecordExists);
        Assert.NotNull(state.State);
    }

    [Fact]
    public async Task What_one_silo_writes_the_other_reads()
    {
        var written = await WriteAsync(First, null, 42);

        var read = await ReadAsync(Second);

        Assert.Equal(42, read.State?.Balance);
        Assert.Equal(written.ETag, read.ETag);
        Assert.True(read.RecordExists);
    }

    [Fact]
    public async Task Every_write_gives_a_new_etag()
    {
        var state = await WriteAsync(First, null, 1);
        var etags = new HashSet<string?> { state.ETag };

        for (var i = 0; i < 10; i++)
        {
            await First.WriteStateAsync("account", _grain, state, Cancelled);
            Assert.True(etags.Add(state.ETag));
        }
    }

    [Fact]
    public async Task A_write_without_an_etag_over_a_record_is_inconsistent()
    {
        var written = await WriteAsync(First, null, 1);

        var exception = await Assert.ThrowsAsync<InconsistentStateException>(() => WriteAsync(Second, null, 2));

        Assert.Equal(written.ETag, exception.StoredEtag);
        Assert.Equal(1, (await ReadAsync(Second)).State?.Balance);
    }

    [Fact]
    public async Task A_write_with_a_stale_etag_is_inconsistent()
    {
        var first = await WriteAsync(First, null, 1);
        var stale = first.ETag;
        await WriteAsync(Second, stale, 2);

        await Assert.ThrowsAsync<InconsistentStateException>(() => WriteAsync(First, stale, 3));

        Assert.Equal(2, (await ReadAsync(First)).State?.Balance);
    }

    [Fact]
    public async Task A_write_with_an_etag_nobody_gave_is_inconsistent()
    {
        await WriteAsync(First, null, 1);

        await Assert.ThrowsAsync<InconsistentStateException>(() => WriteAsync(First, "no etag of ours", 2));
        await Assert.ThrowsAsync<InconsistentStateException>(() => WriteAsync(First, "99", 2));
    }

    [Fact]
    public async Task Of_two_silos_that_write_at_once_one_wins()
    {
        var etag = (await WriteAsync(First, null, 0)).ETag;

        for (var round = 1; round <= 50; round++)
        {
            var writes = new[] { TryWriteAsync(First, etag, round), TryWriteAsync(Second, etag, -round) };
            var winners = (await Task.WhenAll(writes)).OfType<GrainState<Account>>().ToList();

            var winner = Assert.Single(winners);
            Assert.Equal(winner.State?.Balance, (await ReadAsync(First)).State?.Balance);
            Assert.Equal(winner.State?.Balance, (await ReadAsync(Second)).State?.Balance);
            etag = winner.ETag;
        }
    }

    [Fact]
    public async Task A_cleared_record_is_missing_and_can_be_written_again()
    {
        var state = await WriteAsync(First, null, 5);
        var etag = state.ETag;

        await First.ClearStateAsync("account", _grain, state, Cancelled);

        Assert.NotEqual(etag, state.ETag);
        Assert.False(state.RecordExists);
        Assert.NotNull(state.State);
        Assert.False((await ReadAsync(Second)).RecordExists);
        await First.WriteStateAsync("account", _grain, state, Cancelled);
        Assert.True((await ReadAsync(Second)).RecordExists);
    }

    [Fact]
    public async Task A_record_may_be_cleared_twice()
    {
        var state = await WriteAsync(First, null, 5);

        await First.ClearStateAsync("account", _grain, state, Cancelled);
        await First.ClearStateAsync("account", _grain, state, Cancelled);

        Assert.False(state.RecordExists);
    }

    [Fact]
    public async Task A_stale_clear_is_inconsistent()
    {
        var stale = new GrainState<Account>(new Account(), (await WriteAsync(First, null, 1)).ETag!);
        await WriteAsync(First, stale.ETag, 2);

        await Assert.ThrowsAsync<InconsistentStateException>(() => Second.ClearStateAsync("account", _grain, stale, Cancelled));
        await Assert.ThrowsAsync<InconsistentStateException>(() => Second.ClearStateAsync("account", _grain, new GrainState<Account>(new Account()), Cancelled));

        Assert.Equal(2, (await ReadAsync(First)).State?.Balance);
    }

    [Fact]
    public async Task A_write_with_the_etag_of_a_cleared_record_is_inconsistent()
    {
        var state = await WriteAsync(First, null, 1);
        var stale = state.ETag;
        await First.ClearStateAsync("account", _grain, state, Cancelled);

        await Assert.ThrowsAsync<InconsistentStateException>(() => WriteAsync(Second, stale, 2));
    }

    [Fact]
    public async Task A_null_state_is_a_record()
    {
        await First.WriteStateAsync("account", _grain, new GrainState<Account> { State = null! }, Cancelled);

        var read = await ReadAsync(Second);

        Assert.True(read.RecordExists);
        Assert.NotNull(read.State);
    }

    [Fact]
    public async Task States_of_other_names_and_grains_are_others()
    {
        await WriteAsync(First, null, 1);
        var other = new GrainState<Account>();

        await First.ReadStateAsync("other", _grain, other, Cancelled);
        Assert.False(other.RecordExists);
        await First.ReadStateAsync("account", GrainId.Create("storage-test", _grain.Key + "/account"), other, Cancelled);
        Assert.False(other.RecordExists);
    }

    [Fact]
    public async Task A_state_larger_than_the_topic_takes_is_refused_by_size_and_limit()
    {
        var state = new GrainState<Account>(new Account { Note = new string('x', 2_000_000) });

        var exception = await Assert.ThrowsAsync<OrleansConnect.Kafka.Log.EntryTooLargeException>(
            () => First.WriteStateAsync("account", _grain, state, Cancelled));

        Assert.Contains("max.message.bytes=1048588", exception.Message, StringComparison.Ordinal);
        Assert.Contains("account", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cancelled_call_is_cancelled()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => First.WriteStateAsync("account", _grain, new GrainState<Account>(new Account()), cancelled.Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => First.ReadStateAsync("account", _grain, new GrainState<Account>(), cancelled.Token));
    }

    private async Task<(IHost Host, IGrainStorage Storage)> OpenAsync(string serviceId)
    {
        var host = StateServices.Build(kafka.BootstrapServers, "cluster", serviceId);
        var storage = host.Services.GetRequiredKeyedService<IGrainStorage>("Default");
        await ((KafkaGrainStorage)storage).StartAsync(Cancelled);
        return (host, storage);
    }

    private async Task<GrainState<Account>> WriteAsync(IGrainStorage storage, string? etag, int balance)
    {
        var state = new GrainState<Account>(new Account { Balance = balance }) { ETag = etag! };
        await storage.WriteStateAsync("account", _grain, state, Cancelled);
        return state;
    }

    private async Task<GrainState<Account>?> TryWriteAsync(IGrainStorage storage, string? etag, int balance)
    {
        try
        {
            return await WriteAsync(storage, etag, balance);
        }
        catch (InconsistentStateException)
        {
            return null;
        }
    }

    private async Task<GrainState<Account>> ReadAsync(IGrainStorage storage)
    {
        var state = new GrainState<Account>();
        await storage.ReadStateAsync("account", _grain, state, Cancelled);
        return state;
    }

    public sealed class Account
    {
        public int Balance { get; set; }

        public string Note { get; set; } = "";
    }
}

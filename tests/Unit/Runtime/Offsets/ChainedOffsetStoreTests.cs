using Microsoft.Extensions.Logging.Abstractions;
using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Abstractions.Sources;
using OrleansConnect.Runtime.Offsets;

namespace OrleansConnect.Tests.Unit.Runtime.Offsets;

/// <summary>A topic of the connector's own over the worker's store: whoever reads sees all of a change or nothing, whatever fails between the two.</summary>
public sealed class ChainedOffsetStoreTests
{
    private readonly List<string> _journal = [];
    private readonly JournaledOffsetStore _own;
    private readonly JournaledOffsetStore _workers;
    private readonly ChainedOffsetStore _chain;

    public ChainedOffsetStoreTests()
    {
        (_own, _workers) = (new("own", _journal), new("workers", _journal));
        _chain = new(_own, _workers, NullLogger.Instance);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_own_topic_counts_and_the_workers_store_has_what_is_not_there()
    {
        await GivenAsync(_own, ("a", 1));
        await GivenAsync(_workers, ("a", 9), ("b", 2));

        Assert.Equal("a=1 b=2", await SeenAsync());
        Assert.Equal(1L, (await _chain.ReadAsync("c", Partition("a"), Cancel))?["n"]);
        Assert.Equal(2L, (await _chain.ReadAsync("c", Partition("b"), Cancel))?["n"]);
        Assert.Null(await _chain.ReadAsync("c", Partition("d"), Cancel));
        Assert.Equal(["a", "b"], (await _chain.PartitionsAsync("c", Cancel)).Select(partition => (string)partition["p"]!).Order());
    }

    [Fact]
    public async Task What_is_removed_goes_from_the_workers_store_first_and_is_held_by_the_own_topic_meanwhile()
    {
        await GivenAsync(_own, ("a", 1));
        await GivenAsync(_workers, ("a", 1), ("b", 2), ("d", 4));

        await _chain.WriteTogetherAsync("c", Changes(("a", null), ("b", null), ("d", 5)), Cancel);

        Assert.Equal(["own write b=2", "workers write a= b=", "own together a= b= d=5", "workers write d=5"], _journal);
        Assert.Equal("d=5", await SeenAsync());
    }

    [Fact]
    public async Task Where_nothing_is_removed_the_own_topic_is_written_once()
    {
        await GivenAsync(_workers, ("a", 1));

        await _chain.WriteAsync("c", Changes(("a", 2)), Cancel);
        await _chain.WriteAsync("c", Changes(("e", null)), Cancel);

        Assert.Equal(["own write a=2", "workers write a=2", "own write e="], _journal.Where(write => !write.EndsWith(' ')));
    }

    [Theory]
    [InlineData("own write b=2")]
    [InlineData("workers write a= b=")]
    [InlineData("own together a= b= d=5")]
    public async Task A_change_that_fails_at_any_of_its_writes_changes_nothing_that_anybody_sees(string refused)
    {
        await GivenAsync(_own, ("a", 1));
        await GivenAsync(_workers, ("b", 2), ("a", 9), ("d", 4));
        _own.OnWrite = _workers.OnWrite = write => ThrowAt(write, refused, new ConnectException("Nothing was changed."));

        await Assert.ThrowsAsync<ConnectException>(() => _chain.WriteTogetherAsync("c", Changes(("a", null), ("b", null), ("d", 5)), Cancel));

        Assert.Equal("a=1 b=2 d=4", await SeenAsync());
        Assert.Equal(2L, (await _chain.ReadAsync("c", Partition("b"), Cancel))?["n"]);
    }

    // Each write may be the last thing a worker that is killed has done: who looks afterwards finds the offsets as they were, or as they were to be.
    [Fact]
    public async Task Between_any_two_writes_a_reader_finds_everything_before_or_everything_after()
    {
        await GivenAsync(_own, ("a", 1));
        await GivenAsync(_workers, ("a", 9), ("b", 2), ("d", 4));
        var seen = new List<string>();
        _own.OnWrite = _workers.OnWrite = _ => seen.Add(SeenAsync().GetAwaiter().GetResult());

        await _chain.WriteTogetherAsync("c", Changes(("a", null), ("b", null), ("d", 5)), Cancel);

        Assert.Equal(["a=1 b=2 d=4", "a=1 b=2 d=4", "a=1 b=2 d=4", "d=5"], seen);
    }

    [Fact]
    public async Task A_change_that_is_cancelled_between_its_writes_changes_nothing_and_can_be_made_again()
    {
        await GivenAsync(_workers, ("a", 1), ("b", 2));
        using var cancelled = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        _workers.OnWrite = _ => cancelled.Cancel();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _chain.WriteTogetherAsync("c", Changes(("a", null), ("b", 3)), cancelled.Token));
        Assert.Equal("a=1 b=2", await SeenAsync());

        await _chain.WriteTogetherAsync("c", Changes(("a", null), ("b", 3)), Cancel);
        Assert.Equal("b=3", await SeenAsync());
    }

    [Fact]
    public async Task A_copy_that_fails_fails_no_commit()
    {
        await GivenAsync(_workers, ("a", 1));
        _workers.OnWrite = _ => throw new RetriableException("Not now.");

        await _chain.WriteTogetherAsync("c", Changes(("a", 2)), Cancel);

        Assert.Equal("a=2", await SeenAsync());
    }

    [Fact]
    public async Task Nothing_is_copied_where_the_task_is_no_longer_its_runners()
    {
        await _chain.OnCommittedAsync("c", Changes(("a", 1)), _ => throw new ConnectException("Revoked."), Cancel);
        Assert.Empty(_journal);

        await _chain.OnCommittedAsync("c", Changes(("a", 1)), _ => Task.CompletedTask, Cancel);
        Assert.Equal(["workers write a=1"], _journal);
    }

    [Fact]
    public async Task An_offset_removed_by_a_task_is_found_until_its_transaction_is_committed()
    {
        await GivenAsync(_workers, ("a", 1));

        var records = await _chain.EncodeAsync("c", Changes(("a", null)), Cancel);

        Assert.Null(Assert.Single(records).Value);
        Assert.Equal("a=1", await SeenAsync());
        Assert.Empty(await _workers.ReadAllAsync("c", Cancel));
    }

    [Fact]
    public async Task An_offset_that_nobody_can_read_can_be_removed()
    {
        await GivenAsync(_workers, ("a", 1));
        _workers.Unreadable.Add(Partition("b"));

        await _chain.WriteTogetherAsync("c", Changes(("a", null), ("b", null)), Cancel);

        Assert.Equal("", await SeenAsync());
    }

    private static void ThrowAt(string write, string refused, Exception error) => _ = write == refused ? throw error : true;

    private static SourcePartition Partition(string name) => SourcePartition.Of("p", name);

    private static Dictionary<SourcePartition, SourceOffset?> Changes(params (string Partition, int? Number)[] offsets) =>
        offsets.ToDictionary(offset => Partition(offset.Partition), offset => offset.Number is { } number ? SourceOffset.Of("n", number) : null);

    private async Task GivenAsync(JournaledOffsetStore store, params (string Partition, int? Number)[] offsets)
    {
        await store.WriteAsync("c", Changes(offsets), Cancel);
        _journal.Clear();
    }

    private async Task<string> SeenAsync() =>
        string.Join(' ', (await _chain.ReadAllAsync("c", Cancel)).Select(entry => $"{entry.Key["p"]}={entry.Value["n"]}").Order(StringComparer.Ordinal));
}

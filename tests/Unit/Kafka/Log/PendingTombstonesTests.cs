using Microsoft.Extensions.Time.Testing;
using OrleansConnect.Kafka.Log;
using OrleansConnect.Tests.Unit.Runtime.Tasks;

namespace OrleansConnect.Tests.Unit.Kafka.Log;

/// <summary>Tombstones wait for a proposal to go with, but not for long, and none is forgotten.</summary>
public sealed class PendingTombstonesTests : IAsyncDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly List<string> _requests = [];
    private readonly PendingTombstones _pending;

    public PendingTombstonesTests() => _pending = new(Send, _time);

    public ValueTask DisposeAsync() => _pending.DisposeAsync();

    [Fact]
    public void They_go_with_the_next_proposal_all_at_once()
    {
        _pending.Add(Entry(1));
        _pending.Add(Entry(2));
        Assert.Empty(_requests);

        _pending.SendAll();
        _pending.SendAll();

        Assert.Equal(["1 2"], _requests);
    }

    [Fact]
    public async Task Without_a_proposal_they_go_by_themselves_after_a_second()
    {
        _pending.Add(Entry(1));
        _time.Advance(TimeSpan.FromSeconds(1));
        await Sent("1");

        _pending.Add(Entry(2));
        _time.Advance(TimeSpan.FromSeconds(1));
        await Sent("1", "2");
    }

    [Fact]
    public async Task Closing_sends_what_is_left()
    {
        var closing = new PendingTombstones(Send, _time);
        closing.Add(Entry(1));

        await closing.DisposeAsync();

        Assert.Equal(["1"], _requests);
    }

    private static EntryKey Entry(long version) => new("key", version, new Proposer(1, 1));

    private void Send(IReadOnlyList<EntryKey> entryKeys)
    {
        lock (_requests)
        {
            _requests.Add(string.Join(' ', entryKeys.Select(entryKey => entryKey.Version)));
        }
    }

    private Task Sent(params string[] requests) => Eventually.TrueAsync(() =>
    {
        lock (_requests)
        {
            return _requests.SequenceEqual(requests);
        }
    }, "the requests");
}

using OrleansConnect.Runtime.Grains;

namespace OrleansConnect.Tests.Unit.Runtime.Grains;

public sealed class GroupCommitTests
{
    [Fact]
    public async Task Those_who_ask_while_a_write_is_under_way_share_the_next_one()
    {
        var writes = new List<TaskCompletionSource>();
        var commit = new GroupCommit(() =>
        {
            writes.Add(new TaskCompletionSource());
            return writes[^1].Task;
        });

        var first = commit.SaveAsync();
        var second = commit.SaveAsync();
        var third = commit.SaveAsync();

        Assert.Single(writes);
        writes[0].SetResult();
        await first;
        while (writes.Count < 2)
        {
            await Task.Yield();
        }

        Assert.False(second.IsCompleted);
        writes[1].SetResult();
        await Task.WhenAll(second, third);
        Assert.Equal(2, writes.Count);
    }

    [Fact]
    public async Task A_failed_write_fails_those_it_was_for_and_not_the_next_ones()
    {
        var writes = 0;
        var commit = new GroupCommit(() => ++writes == 1 ? Task.FromException(new IOException("full")) : Task.CompletedTask);

        await Assert.ThrowsAsync<IOException>(commit.SaveAsync);
        await commit.SaveAsync();

        Assert.Equal(2, writes);
    }
}

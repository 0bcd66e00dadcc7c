using OrleansConnect.Runtime.Tasks;

namespace OrleansConnect.Tests.Unit.Runtime.Tasks;

public sealed class TaskThreadTests
{
    [Fact]
    public async Task Goes_on_there_after_it_was_asked_for()
    {
        using var thread = new TaskThread("task orders/0");

        await thread.SwitchAsync();

        Assert.Equal("task orders/0", Thread.CurrentThread.Name);
        Assert.True(thread.SwitchAsync().IsCompleted);
    }

    [Fact]
    public async Task What_asks_for_it_after_its_end_goes_on_elsewhere()
    {
        var thread = new TaskThread("task orders/0");
        thread.Dispose();

        await thread.SwitchAsync();

        Assert.NotEqual("task orders/0", Thread.CurrentThread.Name);
    }
}

using OrleansConnect.Grains;

namespace OrleansConnect.Tests.Unit.Runtime.Tasks;

/// <summary>A source whose worker could not take in what Kafka answered: its task says so, and nothing that is not known to be in Kafka is committed.</summary>
public sealed class LostReportsTests
{
    private static readonly Exception Fault = new InvalidOperationException("A fault.");

    [Fact]
    public async Task The_task_fails_though_its_poll_waits() => await FailsAsync(rig =>
    {
        var polls = 0;
        rig.Source.OnPoll = async cancellationToken =>
        {
            if (polls++ > 0)
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            }

            return rig.Source.Batch(10);
        };
    });

    [Fact]
    public async Task The_task_fails_though_it_waits_for_room() => await FailsAsync(rig => rig.OutstandingBytesMax = 1);

    private static async Task FailsAsync(Action<SourceRig> prepare)
    {
        await using var rig = new SourceRig { OnSender = sender => sender.IsAcknowledging = false };
        prepare(rig);
        await rig.StartedAsync();
        await Eventually.TrueAsync(() => rig.Sender?.Sent >= 10, "records on their way");
        rig.Sender?.Acknowledge(4);

        rig.Sender?.LoseReports(Fault);

        await rig.States.WaitForAsync(InstanceState.Failed);
        Assert.StartsWith("It is not known which records Kafka has taken", rig.States.Error?.Message, StringComparison.Ordinal);
        Assert.Same(Fault, rig.States.Error?.InnerException);
        await rig.StopAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(4, await rig.CommittedAsync());
    }
}

using OrleansConnect.Grains;
using OrleansConnect.Kafka;
using OrleansConnect.Runtime.Grains;
using OrleansConnect.Runtime.Offsets;

namespace OrleansConnect.Tests.Unit.Runtime.Offsets;

/// <summary>A sink's change of which Kafka makes a part and refuses the rest.</summary>
public sealed class SinkGroupTests
{
    private readonly FakeSinkGroupAdmin _admin = new() { Offsets = { [Of(0)] = 10, [Of(1)] = 20 } };
    private readonly SinkGroup _group;

    public SinkGroupTests() => _group = new("c", "connect-c", _admin);

    [Fact]
    public async Task Offsets_are_set_and_removed()
    {
        await AlterAsync((0, 5), (1, null), (2, 7), (3, null));

        Assert.Equal(["set 0=5 2=7", "remove 1"], _admin.Calls);
        Assert.Equal("0=5 2=7", Now);
    }

    [Fact]
    public async Task What_was_set_is_taken_back_when_Kafka_refuses_to_remove()
    {
        _admin.OnCall = call => Refuse(call == "remove 1", "no right");

        var refused = await Assert.ThrowsAsync<ConnectRequestException>(() => AlterAsync((0, 5), (1, null), (2, 7)));

        Assert.Equal((RequestErrorKind.Internal, "no right"), (refused.Kind, refused.Message));
        Assert.Equal(["set 0=5 2=7", "remove 1", "set 0=10", "remove 2"], _admin.Calls);
        Assert.Equal("0=10 1=20", Now);
    }

    [Fact]
    public async Task Only_what_Kafka_has_changed_is_taken_back()
    {
        _admin.Taken.Add(Of(1));
        _admin.OnCall = call => Refuse(call == "set 0=5 1=6", "no right to one of the topics");

        await Assert.ThrowsAsync<ConnectRequestException>(() => AlterAsync((0, 5), (1, 6)));

        Assert.Equal(["set 0=5 1=6", "set 1=20", "remove "], _admin.Calls);
        Assert.Equal("0=10 1=20", Now);
    }

    // Unavailable keeps what can be undone, whatever Kafka's reason was.
    [Theory]
    [InlineData("set 0=10")]
    [InlineData("remove 2")]
    [InlineData("list")]
    public async Task What_cannot_be_taken_back_is_told_with_both_reasons(string second)
    {
        _admin.OnCall = call =>
        {
            Refuse(call == "remove 1", "no right");
            Refuse(call == second, "gone");
        };

        var refused = await Assert.ThrowsAsync<ConnectRequestException>(() => AlterAsync((0, 5), (1, null), (2, 7)));

        Assert.Equal(RequestErrorKind.Unavailable, refused.Kind);
        Assert.Equal(
            "Kafka made a part of the change of the offsets of connector c and refused the rest: no right It could not be taken back: gone "
            + "Look at the offsets, then undo the change or make it again.",
            refused.Message);
    }

    [Fact]
    public void A_change_that_only_the_target_system_made_says_what_to_do()
    {
        var text = OffsetsTexts.HalfDone("c", OffsetsAction.Alter, "Kafka is away.");

        Assert.Equal(
            "The offsets that connector c keeps beside its data have been altered, and it goes on from those. The ones of its consumer group, which only show where it stands, have not: "
            + "Kafka is away. Send the request again: that is safe.",
            text);
    }

    private string Now => FakeSinkGroupAdmin.Text(_admin.Offsets);

    private static TopicPartition Of(int partition) => new("t", partition);

    private static void Refuse(bool isMeant, string reason) => _ = isMeant ? throw new KafkaClientException(reason, new(KafkaErrorCode.GroupAuthorizationFailed, "X", reason)) : true;

    private Task AlterAsync(params (int Partition, long? Offset)[] offsets) => _group.AlterAsync(
        offsets.ToDictionary(offset => Of(offset.Partition), offset => offset.Offset), new Dictionary<TopicPartition, long>(_admin.Offsets), TestContext.Current.CancellationToken);
}

using OrleansConnect.Kafka;

namespace OrleansConnect.Tests.Unit.Runtime.Tasks;

/// <summary>The topics that a source uses: those that Kafka has taken a record for, as they are after transformations.</summary>
public sealed class SourceTopicsTests : IAsyncDisposable
{
    private static readonly KafkaError TooLarge = new(KafkaErrorCode.MessageTooLarge, "MSG_SIZE_TOO_LARGE", "Message too large");

    private readonly SourceRig _rig = new();

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Fact]
    public async Task A_topic_whose_records_are_all_refused_is_not_in_use()
    {
        _rig.Errors = _rig.Errors with { IsTolerant = true };
        _rig.OnSender = sender =>
        {
            sender.Error = TooLarge;
            sender.Refused.Add("refused");
        };
        _rig.Source.PollOnce([
            ScriptedSource.Record(1, topic: "refused"), ScriptedSource.Record(2, topic: "taken"),
            ScriptedSource.Record(3, topic: "refused"), ScriptedSource.Record(4, topic: "taken"),
        ]);

        await _rig.StartedAsync();
        await Eventually.TrueAsync(() => _rig.Host.Progress is { RecordsSkipped: 2, Records: 2 }, "2 skipped records");

        Assert.Equal(["taken"], _rig.Topics.All);
    }

    [Fact]
    public async Task A_topic_counts_once_its_first_record_is_acknowledged()
    {
        _rig.OnSender = sender => sender.IsAcknowledging = false;
        _rig.Source.PollOnce(ScriptedSource.Record(1, topic: "a"), ScriptedSource.Record(2, topic: "b"), ScriptedSource.Record(3, topic: "a"));
        await _rig.StartedAsync();
        await Eventually.TrueAsync(() => _rig.Sender?.Sent == 3, "3 records");
        var sent = _rig.Topics.All;

        _rig.Sender!.Acknowledge(1);
        var first = _rig.Topics.All;
        _rig.Sender.Acknowledge(2);

        Assert.Empty(sent);
        Assert.Equal(["a"], first);
        Assert.Equal(["a", "b"], _rig.Topics.All);
    }

    [Fact]
    public async Task A_routed_record_counts_for_the_topic_it_goes_to_and_a_dropped_one_for_none()
    {
        _rig.Steps.Add(ScriptedStep.Of(record => record.Topic == "dropped" ? null : record with { Topic = $"to-{record.Topic}" }));
        _rig.Source.PollOnce(ScriptedSource.Record(1), ScriptedSource.Record(2, topic: "dropped"));

        await _rig.StartedAsync();
        await Eventually.TrueAsync(() => _rig.Host.Progress is { RecordsSkipped: 1, Records: 1 }, "both records");

        Assert.Equal(["to-t"], _rig.Topics.All);
    }
}

using Confluent.Kafka;
using OrleansConnect.Kafka.Log;

namespace OrleansConnect.Tests.Unit.Kafka.Log;

/// <summary>When the outcome of a write is known, and what it is.</summary>
public sealed class ProposalTests
{
    private const int Partition = 3;
    private static readonly Error NoError = new(Confluent.Kafka.ErrorCode.NoError);
    private static readonly WriteResult Accepted = new(true, new VersionedValue(7, "v"u8.ToArray()));
    private static readonly WriteResult Rejected = new(false, new VersionedValue(7, "w"u8.ToArray()));

    private readonly Proposal _proposal = new(new EntryKey("key", 7, new Proposer(1, 1)), Partition, "topic");

    [Fact]
    public async Task Is_decided_once_it_was_acknowledged_and_met_in_either_order()
    {
        var other = new Proposal(new EntryKey("key", 8, new Proposer(1, 2)), Partition, "topic");

        _proposal.Met(Accepted);
        Assert.False(_proposal.Outcome.IsCompleted);
        _proposal.Delivered(NoError, PersistenceStatus.Persisted);
        other.Delivered(NoError, PersistenceStatus.Persisted);
        Assert.False(other.Outcome.IsCompleted);
        other.Met(Rejected);

        Assert.Equal(Accepted, await _proposal.Outcome);
        Assert.Equal(Rejected, await other.Outcome);
    }

    [Theory]
    [InlineData(PersistenceStatus.NotPersisted, typeof(EntryNotWrittenException))]
    [InlineData(PersistenceStatus.PossiblyPersisted, typeof(WriteOutcomeUnknownException))]
    public async Task Fails_as_surely_as_kafka_knows(PersistenceStatus status, Type expected)
    {
        _proposal.Delivered(new Error(Confluent.Kafka.ErrorCode.Local_MsgTimedOut), status);

        var exception = await Assert.ThrowsAsync(expected, () => _proposal.Outcome);
        Assert.Contains("Version 7 of 'key'", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_seems_accepted_after_missed_records_of_its_partition_has_an_unknown_outcome()
    {
        _proposal.Doubt(Partition);
        _proposal.Delivered(NoError, PersistenceStatus.Persisted);
        _proposal.Met(Accepted);

        await Assert.ThrowsAsync<WriteOutcomeUnknownException>(() => _proposal.Outcome);
    }

    [Fact]
    public async Task A_rejection_and_missed_records_of_another_partition_leave_no_doubt()
    {
        var other = new Proposal(new EntryKey("key", 8, new Proposer(1, 2)), Partition, "topic");
        _proposal.Doubt(Partition);
        other.Doubt(Partition + 1);
        foreach (var proposal in new[] { _proposal, other })
        {
            proposal.Delivered(NoError, PersistenceStatus.Persisted);
        }

        _proposal.Met(Rejected);
        other.Met(Accepted);

        Assert.Equal(Rejected, await _proposal.Outcome);
        Assert.Equal(Accepted, await other.Outcome);
    }
}

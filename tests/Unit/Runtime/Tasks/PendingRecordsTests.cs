using CsCheck;
using OrleansConnect.Abstractions.Sources;
using OrleansConnect.Kafka.Producing;
using OrleansConnect.Runtime.Tasks;

namespace OrleansConnect.Tests.Unit.Runtime.Tasks;

public sealed class PendingRecordsTests
{
    // Partition of each record; whether it is skipped; then the order in which acknowledgements come, cut off somewhere.
    private static readonly Gen<((int Partition, bool IsSkipped)[] Records, int Seed, double Share)> Histories =
        Gen.Select(Gen.Select(Gen.Int[0, 3], Gen.Bool.Array[1].Select(bits => bits[0])).Array[1, 200], Gen.Int, Gen.Double[0, 1]);

    [Fact]
    public void Commits_for_each_partition_the_last_record_before_which_all_are_done() => Histories.Sample((records, seed, share) =>
    {
        var pending = Create();
        var sequences = Send(pending, records);
        var sent = Enumerable.Range(0, records.Length).Where(index => !records[index].IsSkipped).ToArray();
        new Random(seed).Shuffle(sent);
        var acknowledged = sent[..(int)(share * sent.Length)];

        foreach (var index in acknowledged)
        {
            pending.OnDelivered([new(sequences[index], 0, index, null)]);
        }

        var done = acknowledged.ToHashSet();
        var expected = new Dictionary<SourcePartition, SourceOffset?>();
        for (var partition = 0; partition <= 3; partition++)
        {
            var prefix = Enumerable.Range(0, records.Length).Where(index => records[index].Partition == partition)
                .TakeWhile(index => records[index].IsSkipped || done.Contains(index)).ToArray();
            if (prefix.Length > 0)
            {
                expected[SourcePartition.Of("p", partition)] = SourceOffset.Of("at", prefix[^1]);
            }
        }

        Assert.Equal(expected, pending.TakeCommittable().Offsets);
    });

    [Fact]
    public void Costs_nothing_when_everything_is_acknowledged() => Histories.Sample((records, seed, _) =>
    {
        var pending = Create();
        var sequences = Send(pending, records);
        var sent = Enumerable.Range(0, records.Length).Where(index => !records[index].IsSkipped).ToArray();
        new Random(seed).Shuffle(sent);

        pending.OnDelivered([.. sent.Select(index => new DeliveryReport(sequences[index], 0, index, null))]);

        Assert.Equal(0, pending.CostBytes);
        Assert.True(pending.WaitForAnswersAsync(CancellationToken.None).IsCompletedSuccessfully);
    });

    [Fact]
    public void Offers_offsets_again_until_they_are_marked()
    {
        var pending = Create();
        var sequences = Send(pending, [(0, false), (0, false)]);
        pending.OnDelivered([new(sequences[0], 0, 0, null)]);

        var first = pending.TakeCommittable();
        var again = pending.TakeCommittable();
        pending.OnDelivered([new(sequences[1], 0, 1, null)]);
        pending.MarkCommitted(again);
        var rest = pending.TakeCommittable();
        pending.MarkCommitted(rest);

        Assert.Equal(first.Offsets, again.Offsets);
        Assert.Equal(SourceOffset.Of("at", 1), Assert.Single(rest.Offsets).Value);
        Assert.Empty(pending.TakeCommittable().Offsets);
    }

    [Fact]
    public void Forgets_partitions_that_are_done()
    {
        var pending = Create();
        for (var file = 0; file < 10_000; file++)
        {
            var sequence = pending.Reserve(Record(file, 1));
            pending.Sent("t", 10);
            pending.Publish();
            pending.OnDelivered([new(sequence, 0, 0, null)]);
            pending.MarkCommitted(pending.TakeCommittable());

            Assert.True(sequence >> 40 <= 1100, $"File {file} got the number {sequence >> 40}.");
        }
    }

    [Fact]
    public async Task Wakes_who_waits_for_room()
    {
        var pending = Create();
        var sequences = Send(pending, [(0, false), (1, false)]);

        var waiting = pending.WaitForRoomAsync(pending.CostBytes - 1, TestContext.Current.CancellationToken);
        var isWaiting = !waiting.IsCompleted;
        pending.OnDelivered([new(sequences[1], 0, 0, null)]);

        Assert.True(isWaiting);
        await waiting;
    }

    private static PendingRecords Create() => new(new(false, false), new TaskCounters(TimeProvider.System));

    private static SourceRecord Record(int partition, long offset) =>
        new() { Topic = "t", SourcePartition = SourcePartition.Of("p", partition), SourceOffset = SourceOffset.Of("at", offset) };

    private static long[] Send(PendingRecords pending, (int Partition, bool IsSkipped)[] records)
    {
        var sequences = new long[records.Length];
        for (var index = 0; index < records.Length; index++)
        {
            var record = Record(records[index].Partition, index);
            sequences[index] = pending.Reserve(record);
            if (records[index].IsSkipped)
            {
                pending.Skipped(record);
            }
            else
            {
                pending.Sent("t", 10);
            }

            if (index % 7 == 0)
            {
                pending.Publish();
            }
        }

        pending.Publish();
        return sequences;
    }
}

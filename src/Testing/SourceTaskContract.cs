using OrleansConnect.Abstractions.Sources;

namespace OrleansConnect.Testing;

/// <summary>
/// What every source task with offsets has to keep, as rules that any test framework can run: call <see cref="CheckAsync"/> for each of <see cref="Rules"/>, with a
/// fresh fixture each time. A broken rule is a <see cref="ContractException"/> or a <see cref="TimeoutException"/>.
/// </summary>
public sealed class SourceTaskContract(SourceTaskFixture fixture)
{
    private static readonly TimeSpan StopMax = TimeSpan.FromSeconds(5);

    /// <summary>The names of the rules.</summary>
    public static IReadOnlyList<string> Rules { get; } =
    [
        nameof(Hands_out_every_record_in_order),
        nameof(Gives_every_record_a_topic_a_partition_and_an_offset),
        nameof(Resumes_after_the_last_committed_record),
        nameof(Repeats_what_was_not_committed),
        nameof(Waits_for_records_without_spinning),
        nameof(Stops_waiting_when_cancelled),
        nameof(Can_be_disposed_without_being_started),
    ];

    /// <summary>Checks one of <see cref="Rules"/>.</summary>
    public Task CheckAsync(string rule, CancellationToken cancellationToken) => rule switch
    {
        nameof(Hands_out_every_record_in_order) => Hands_out_every_record_in_order(cancellationToken),
        nameof(Gives_every_record_a_topic_a_partition_and_an_offset) => Gives_every_record_a_topic_a_partition_and_an_offset(cancellationToken),
        nameof(Resumes_after_the_last_committed_record) => Resumes_after_the_last_committed_record(cancellationToken),
        nameof(Repeats_what_was_not_committed) => Repeats_what_was_not_committed(cancellationToken),
        nameof(Waits_for_records_without_spinning) => Waits_for_records_without_spinning(cancellationToken),
        nameof(Stops_waiting_when_cancelled) => Stops_waiting_when_cancelled(cancellationToken),
        nameof(Can_be_disposed_without_being_started) => Can_be_disposed_without_being_started(),
        _ => throw new ArgumentException($"There is no rule '{rule}'. Take one of SourceTaskContract.Rules.", nameof(rule)),
    };

    private async Task Hands_out_every_record_in_order(CancellationToken cancellationToken)
    {
        await fixture.ProduceAsync(10, cancellationToken);
        await using var harness = await StartAsync(new MemoryOffsets(), cancellationToken);
        var first = await harness.TakeAsync(10, cancellationToken);
        await fixture.ProduceAsync(10, cancellationToken);
        var second = await harness.TakeAsync(10, cancellationToken);

        ContractException.Require(first.Count + second.Count == 20, $"20 records were produced, and {first.Count + second.Count} handed out.");
        await using var again = await StartAsync(new MemoryOffsets(), cancellationToken);
        var repeated = await again.TakeAsync(20, cancellationToken);
        RequireSame([.. first, .. second], repeated, "A second reading of the same source gave other records or another order");
    }

    private async Task Gives_every_record_a_topic_a_partition_and_an_offset(CancellationToken cancellationToken)
    {
        await fixture.ProduceAsync(3, cancellationToken);
        await using var harness = await StartAsync(new MemoryOffsets(), cancellationToken);
        foreach (var record in await harness.TakeAsync(3, cancellationToken))
        {
            ContractException.Require(record.Topic.Length > 0, "A record has no topic.");
            ContractException.Require(record.SourcePartition is not null && record.SourceOffset is not null, "A record has no source partition or no source offset.");
        }
    }

    private async Task Resumes_after_the_last_committed_record(CancellationToken cancellationToken)
    {
        var offsets = new MemoryOffsets();
        await fixture.ProduceAsync(5, cancellationToken);
        await using (var harness = await StartAsync(offsets, cancellationToken))
        {
            await harness.TakeAsync(5, cancellationToken);
            await harness.CommitAsync(cancellationToken);
        }

        await fixture.ProduceAsync(5, cancellationToken);
        await using var restarted = await StartAsync(offsets, cancellationToken);
        await using var fresh = await StartAsync(new MemoryOffsets(), cancellationToken);
        var rest = await restarted.TakeAsync(5, cancellationToken);
        var all = await fresh.TakeAsync(10, cancellationToken);
        RequireSame([.. all.Skip(5)], rest, "After a restart the task did not go on after the last committed record");
    }

    private async Task Repeats_what_was_not_committed(CancellationToken cancellationToken)
    {
        var offsets = new MemoryOffsets();
        await fixture.ProduceAsync(10, cancellationToken);
        IReadOnlyList<SourceRecord> all;
        await using (var harness = await StartAsync(offsets, cancellationToken))
        {
            all = await harness.TakeAsync(10, cancellationToken);
            await harness.CommitAsync(4, cancellationToken);
        }

        await using var restarted = await StartAsync(offsets, cancellationToken);
        var rest = await restarted.TakeAsync(6, cancellationToken);
        RequireSame([.. all.Skip(4)], rest, "After a restart the task did not repeat exactly the records that were not committed");
    }

    private async Task Waits_for_records_without_spinning(CancellationToken cancellationToken)
    {
        await using var harness = await StartAsync(new MemoryOffsets(), cancellationToken);
        using var idle = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        idle.CancelAfter(TimeSpan.FromSeconds(1));
        var polls = 0;
        try
        {
            for (; !idle.IsCancellationRequested; polls++)
            {
                await harness.PollAsync(idle.Token);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
        }

        ContractException.Require(polls <= 200, $"A task without anything to read returned {polls} times within a second. Wait for records in PollAsync.");
    }

    private async Task Stops_waiting_when_cancelled(CancellationToken cancellationToken)
    {
        await using var harness = await StartAsync(new MemoryOffsets(), cancellationToken);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var polling = PollUntilCancelledAsync(harness, stop.Token);
        await stop.CancelAsync();
        var stopped = await Task.WhenAny(polling, Task.Delay(StopMax, TimeProvider.System, cancellationToken));
        ContractException.Require(stopped == polling, $"PollAsync did not return within {StopMax.TotalSeconds} s of its cancellation.");
    }

    private async Task Can_be_disposed_without_being_started() => await fixture.CreateTask().DisposeAsync();

    private Task<SourceTaskHarness> StartAsync(MemoryOffsets offsets, CancellationToken cancellationToken) =>
        SourceTaskHarness.StartAsync(fixture.CreateTask(), fixture.Settings, new HarnessOptions { Offsets = offsets }, cancellationToken);

    private static async Task PollUntilCancelledAsync(SourceTaskHarness harness, CancellationToken cancellationToken)
    {
        try
        {
            while (!cancellationToken.IsCancellationRequested)
            {
                await harness.PollAsync(cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
        }
    }

    // Not the timestamps, which may be the time of reading.
    private static void RequireSame(IReadOnlyList<SourceRecord> expected, IReadOnlyList<SourceRecord> actual, string message)
    {
        ContractException.Require(expected.Count == actual.Count, $"{message}: {expected.Count} records were expected, {actual.Count} came.");
        for (var i = 0; i < expected.Count; i++)
        {
            var (one, other) = (expected[i], actual[i]);
            var same = Equals(one.SourcePartition, other.SourcePartition) && Equals(one.SourceOffset, other.SourceOffset)
                && Abstractions.Data.Values.ContentEquals(one.Key, other.Key) && Abstractions.Data.Values.ContentEquals(one.Value, other.Value);
            ContractException.Require(same, $"{message}: record {i} should be at {one.SourceOffset} and is at {other.SourceOffset}.");
        }
    }
}

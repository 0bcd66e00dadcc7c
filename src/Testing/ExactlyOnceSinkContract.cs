using OrleansConnect.Abstractions.Data;
using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Abstractions.Sinks;

namespace OrleansConnect.Testing;

/// <summary>
/// What a sink task that stores offsets beside its data has to keep beyond <see cref="SinkTaskContract"/>, as rules that any test framework can run: call <see cref="CheckAsync"/> for each of
/// <see cref="Rules"/>, with a fresh fixture each time. A broken rule is a <see cref="ContractException"/>.
/// </summary>
public sealed class ExactlyOnceSinkContract(SinkTaskFixture fixture)
{
    /// <summary>The names of the rules.</summary>
    public static IReadOnlyList<string> Rules { get; } =
    [
        nameof(Says_that_it_stores_offsets),
        nameof(Knows_where_it_was_after_a_restart),
        nameof(Has_each_record_once_after_a_crash),
        nameof(Stores_offsets_behind_records_it_never_saw),
        nameof(Forgets_what_is_not_stored_when_it_claims_again),
        nameof(Writes_nothing_when_another_task_has_claimed),
        nameof(Refuses_to_start_behind_a_later_task),
        nameof(Goes_on_from_altered_offsets),
        nameof(Starts_anew_when_offsets_are_removed),
        nameof(Writes_nothing_when_its_offsets_were_altered),
        nameof(Leaves_the_offsets_of_a_later_task),
    ];

    /// <summary>Checks one of <see cref="Rules"/>.</summary>
    public Task CheckAsync(string rule, CancellationToken cancellationToken) => rule switch
    {
        nameof(Says_that_it_stores_offsets) => Says_that_it_stores_offsets(cancellationToken),
        nameof(Knows_where_it_was_after_a_restart) => Knows_where_it_was_after_a_restart(cancellationToken),
        nameof(Has_each_record_once_after_a_crash) => Has_each_record_once_after_a_crash(cancellationToken),
        nameof(Stores_offsets_behind_records_it_never_saw) => Stores_offsets_behind_records_it_never_saw(cancellationToken),
        nameof(Forgets_what_is_not_stored_when_it_claims_again) => Forgets_what_is_not_stored_when_it_claims_again(cancellationToken),
        nameof(Writes_nothing_when_another_task_has_claimed) => Writes_nothing_when_another_task_has_claimed(cancellationToken),
        nameof(Refuses_to_start_behind_a_later_task) => Refuses_to_start_behind_a_later_task(cancellationToken),
        nameof(Goes_on_from_altered_offsets) => Goes_on_from_altered_offsets(cancellationToken),
        nameof(Starts_anew_when_offsets_are_removed) => Starts_anew_when_offsets_are_removed(cancellationToken),
        nameof(Writes_nothing_when_its_offsets_were_altered) => Writes_nothing_when_its_offsets_were_altered(cancellationToken),
        nameof(Leaves_the_offsets_of_a_later_task) => Leaves_the_offsets_of_a_later_task(cancellationToken),
        _ => throw new ArgumentException($"There is no rule '{rule}'. Take one of ExactlyOnceSinkContract.Rules.", nameof(rule)),
    };

    private async Task Says_that_it_stores_offsets(CancellationToken cancellationToken)
    {
        var task = fixture.CreateTask();
        await using var harness = await SinkTaskHarness.StartAsync(task, fixture.Settings, cancellationToken);
        ContractException.Require(task is IExactlyOnceSinkTask { StoresOffsets: true }, "With these settings the task does not say that it stores offsets.");
    }

    private async Task Knows_where_it_was_after_a_restart(CancellationToken cancellationToken)
    {
        await using (var harness = await StartAsync(cancellationToken))
        {
            await PutUntilAsync(harness, 20, cancellationToken);
            await harness.CommitAsync(cancellationToken);
        }

        await using var restarted = await StartAsync(cancellationToken);
        RequireAt(restarted, 20, "was committed");
    }

    // What was put after the last commit may be there or not; the task knows.
    private async Task Has_each_record_once_after_a_crash(CancellationToken cancellationToken)
    {
        await using var crashed = await StartAsync(cancellationToken);
        await PutUntilAsync(crashed, 10, cancellationToken);
        await crashed.CommitAsync(cancellationToken);
        await PutUntilAsync(crashed, 15, cancellationToken);

        await using var next = await StartAsync(cancellationToken);
        ContractException.Require(PositionOf(next) >= 10, $"10 records were committed, and the task goes on at offset {PositionOf(next)}.");
        await PutUntilAsync(next, 20, cancellationToken);
        await next.CommitAsync(cancellationToken);
        await RequireOnceAsync(20, cancellationToken);
    }

    private async Task Stores_offsets_behind_records_it_never_saw(CancellationToken cancellationToken)
    {
        await using (var harness = await StartAsync(cancellationToken))
        {
            await PutUntilAsync(harness, 3, cancellationToken);
            harness.Skip(4);
            await harness.CommitAsync(cancellationToken);
            harness.Skip(5);
            await harness.CommitAsync(cancellationToken);
        }

        await using var restarted = await StartAsync(cancellationToken);
        RequireAt(restarted, 12, "was committed");
    }

    private async Task Forgets_what_is_not_stored_when_it_claims_again(CancellationToken cancellationToken)
    {
        await using var harness = await StartAsync(cancellationToken);
        for (var until = 5; until <= 20; until += 5)
        {
            await PutUntilAsync(harness, until, cancellationToken);
            await harness.ClaimAgainAsync(SinkTaskHarness.NextGeneration(), cancellationToken);
            await PutUntilAsync(harness, until, cancellationToken);
            await harness.CommitAsync(cancellationToken);
        }

        await RequireOnceAsync(20, cancellationToken);
    }

    private async Task Writes_nothing_when_another_task_has_claimed(CancellationToken cancellationToken)
    {
        await using var replaced = await StartAsync(cancellationToken);
        await PutUntilAsync(replaced, 5, cancellationToken);
        await replaced.CommitAsync(cancellationToken);
        await PutUntilAsync(replaced, 8, cancellationToken);
        await using var next = await StartAsync(cancellationToken);
        var from = PositionOf(next);

        await RequireFencedAsync(
            async () =>
            {
                await PutUntilAsync(replaced, 12, cancellationToken);
                await replaced.CommitAsync(cancellationToken);
            },
            "Another task has claimed the partition, and this one could still put and commit.");
        ContractException.Require(PositionOf(next) == from, "The position of a task changed without it.");
        await PutUntilAsync(next, 20, cancellationToken);
        await next.CommitAsync(cancellationToken);
        await RequireOnceAsync(20, cancellationToken);
    }

    private async Task Refuses_to_start_behind_a_later_task(CancellationToken cancellationToken)
    {
        var early = SinkTaskHarness.NextGeneration();
        await using var harness = await StartAsync(cancellationToken);
        await PutUntilAsync(harness, 5, cancellationToken);
        await RequireFencedAsync(
            async () =>
            {
                var late = await SinkTaskHarness.StartAsync(fixture.CreateTask(), fixture.Settings, new HarnessOptions { Generation = early }, cancellationToken);
                await late.DisposeAsync();
            },
            "A task could claim a partition that one of a higher generation has.");
        await harness.CommitAsync(cancellationToken);
        await RequireOnceAsync(5, cancellationToken);
    }

    private async Task Goes_on_from_altered_offsets(CancellationToken cancellationToken)
    {
        await WriteAsync(10, cancellationToken);

        await StoreAsync(Offset(4), SinkTaskHarness.NextGeneration(), cancellationToken);
        await using (var back = await StartAsync(cancellationToken))
        {
            RequireAt(back, 4, "was set from outside");
            await PutUntilAsync(back, 6, cancellationToken);
            await back.CommitAsync(cancellationToken);
        }

        await StoreAsync(Offset(20), SinkTaskHarness.NextGeneration(), cancellationToken);
        await using (var forward = await StartAsync(cancellationToken))
        {
            RequireAt(forward, 20, "was set from outside");
        }

        await RequireWrittenAsync([.. Enumerable.Range(0, 10), 4, 5], cancellationToken);
    }

    private async Task Starts_anew_when_offsets_are_removed(CancellationToken cancellationToken)
    {
        foreach (var removed in new[] { Offset(null), null })
        {
            await WriteAsync(3, cancellationToken);
            await StoreAsync(removed, SinkTaskHarness.NextGeneration(), cancellationToken);
        }

        await using var anew = await StartAsync(cancellationToken);
        ContractException.Require(PositionOf(anew) == 0, $"All offsets were removed, and the task goes on at {PositionOf(anew)}.");
        await RequireWrittenAsync([0, 1, 2, 0, 1, 2], cancellationToken);
    }

    private async Task Writes_nothing_when_its_offsets_were_altered(CancellationToken cancellationToken)
    {
        await using var zombie = await StartAsync(cancellationToken);
        await PutUntilAsync(zombie, 5, cancellationToken);
        await zombie.CommitAsync(cancellationToken);

        await StoreAsync(Offset(3), SinkTaskHarness.NextGeneration(), cancellationToken);
        await RequireFencedAsync(
            async () =>
            {
                await PutUntilAsync(zombie, 8, cancellationToken);
                await zombie.CommitAsync(cancellationToken);
            },
            "Offsets were changed from outside, and a task from before could still put and commit.");

        await using var next = await StartAsync(cancellationToken);
        RequireAt(next, 3, "was set from outside");
        await RequireOnceAsync(5, cancellationToken);
    }

    private async Task Leaves_the_offsets_of_a_later_task(CancellationToken cancellationToken)
    {
        var early = SinkTaskHarness.NextGeneration();
        await WriteAsync(5, cancellationToken);
        foreach (var change in new[] { Offset(2), null })
        {
            await RequireFencedAsync(() => StoreAsync(change, early, cancellationToken), "Offsets could be changed under a generation that is lower than that of a task.");
        }

        await using var next = await StartAsync(cancellationToken);
        RequireAt(next, 5, "was committed");
    }

    private async Task WriteAsync(int until, CancellationToken cancellationToken)
    {
        await using var harness = await StartAsync(cancellationToken);
        await PutUntilAsync(harness, until, cancellationToken);
        await harness.CommitAsync(cancellationToken);
    }

    private static Dictionary<TopicPartition, long?> Offset(long? offset) => new() { [new("test", 0)] = offset };

    private async Task StoreAsync(Dictionary<TopicPartition, long?>? offsets, long generation, CancellationToken cancellationToken)
    {
        await using var connector = fixture.CreateConnector();
        var settings = new Dictionary<string, string>(fixture.Settings) { ["name"] = "test" };
        ContractException.Require(
            connector is IExactlyOnceSinkConnector target && await target.StoreOffsetsAsync(settings, offsets, generation, cancellationToken),
            "The connector does not change the offsets beside its data from outside. Implement IExactlyOnceSinkConnector beside SinkConnector.");
        var read = await ((IExactlyOnceSinkConnector)connector).ReadOffsetsAsync(settings, cancellationToken);
        var wanted = offsets?.Where(offset => offset.Value is not null).ToDictionary(offset => offset.Key, offset => offset.Value ?? 0) ?? [];
        ContractException.Require(
            read is not null && read.Count == wanted.Count && wanted.All(offset => read.TryGetValue(offset.Key, out var next) && next == offset.Value),
            "ReadOffsetsAsync does not return the offsets that were stored, and no others.");
    }

    private Task<SinkTaskHarness> StartAsync(CancellationToken cancellationToken) =>
        SinkTaskHarness.StartAsync(fixture.CreateTask(), fixture.Settings, cancellationToken);

    // The record at each offset is always the same.
    private Task PutUntilAsync(SinkTaskHarness harness, int until, CancellationToken cancellationToken)
    {
        var from = PositionOf(harness);
        return harness.PutAsync([.. Enumerable.Range(from, Math.Max(0, until - from)).Select(fixture.Record)], cancellationToken);
    }

    private static int PositionOf(SinkTaskHarness harness) => (int)harness.Positions.Values.SingleOrDefault();

    private static void RequireAt(SinkTaskHarness harness, int offset, string how) =>
        ContractException.Require(PositionOf(harness) == offset, $"Offset {offset} {how}, and after a restart the task goes on at {PositionOf(harness)}.");

    private static async Task RequireFencedAsync(Func<Task> action, string message)
    {
        try
        {
            await action();
        }
        catch (FencedException)
        {
            return;
        }

        throw new ContractException($"{message} It has to throw a FencedException.");
    }

    private async Task RequireWrittenAsync(IEnumerable<int> numbers, CancellationToken cancellationToken)
    {
        var (expected, written) = (numbers.Order().ToList(), (await fixture.ReadAsync(cancellationToken)).Order().ToList());
        ContractException.Require(
            expected.SequenceEqual(written), $"A change of offsets leaves the data; records {string.Join(", ", expected)} were put, and there are {string.Join(", ", written)}.");
    }

    private async Task RequireOnceAsync(int count, CancellationToken cancellationToken)
    {
        var written = await fixture.ReadAsync(cancellationToken);
        var repeated = written.CountBy(number => number).Where(entry => entry.Value > 1).Select(entry => entry.Key).ToList();
        var lost = Enumerable.Range(0, count).Except(written).ToList();
        ContractException.Require(
            repeated.Count == 0 && lost.Count == 0 && written.Count == count,
            $"{count} records are to be written once; lost: {string.Join(", ", lost)}; more than once: {string.Join(", ", repeated)}; there are {written.Count}.");
    }
}

namespace OrleansConnect.Testing;

/// <summary>
/// What every sink task has to keep, as rules that any test framework can run: call <see cref="CheckAsync"/> for each of <see cref="Rules"/>, with a fresh fixture
/// each time. A broken rule is a <see cref="ContractException"/>.
/// </summary>
public sealed class SinkTaskContract(SinkTaskFixture fixture)
{
    /// <summary>The names of the rules.</summary>
    public static IReadOnlyList<string> Rules { get; } =
    [
        nameof(Has_written_what_may_be_committed),
        nameof(Commits_no_further_than_it_was_given),
        nameof(Takes_an_empty_batch),
        nameof(Goes_on_after_a_restart),
        nameof(Takes_records_again_that_were_not_committed),
        nameof(Can_be_disposed_without_being_started),
    ];

    /// <summary>Checks one of <see cref="Rules"/>.</summary>
    public Task CheckAsync(string rule, CancellationToken cancellationToken) => rule switch
    {
        nameof(Has_written_what_may_be_committed) => Has_written_what_may_be_committed(cancellationToken),
        nameof(Commits_no_further_than_it_was_given) => Commits_no_further_than_it_was_given(cancellationToken),
        nameof(Takes_an_empty_batch) => Takes_an_empty_batch(cancellationToken),
        nameof(Goes_on_after_a_restart) => Goes_on_after_a_restart(cancellationToken),
        nameof(Takes_records_again_that_were_not_committed) => Takes_records_again_that_were_not_committed(cancellationToken),
        nameof(Can_be_disposed_without_being_started) => Can_be_disposed_without_being_started(),
        _ => throw new ArgumentException($"There is no rule '{rule}'. Take one of SinkTaskContract.Rules.", nameof(rule)),
    };

    private async Task Has_written_what_may_be_committed(CancellationToken cancellationToken)
    {
        await using var harness = await StartAsync(cancellationToken);
        await PutAsync(harness, 0, 20, cancellationToken);
        var committed = (await harness.CommitAsync(cancellationToken)).Values.Sum();

        var written = await fixture.ReadAsync(cancellationToken);
        var lost = Enumerable.Range(0, (int)committed).Except(written).ToList();
        ContractException.Require(lost.Count == 0, $"Offset {committed} may be committed, but these records are not written: {string.Join(", ", lost)}.");
    }

    private async Task Commits_no_further_than_it_was_given(CancellationToken cancellationToken)
    {
        await using var harness = await StartAsync(cancellationToken);
        await PutAsync(harness, 0, 5, cancellationToken);
        foreach (var (partition, offset) in await harness.CommitAsync(cancellationToken))
        {
            ContractException.Require(offset <= 5, $"5 records were put, and offset {offset} of {partition} is to be committed.");
        }
    }

    private async Task Takes_an_empty_batch(CancellationToken cancellationToken)
    {
        await using var harness = await StartAsync(cancellationToken);
        await harness.PutAsync([], cancellationToken);
        await harness.CommitAsync(cancellationToken);
        var written = await fixture.ReadAsync(cancellationToken);
        ContractException.Require(written.Count == 0, $"Nothing was put, and {written.Count} records are written.");
    }

    private async Task Goes_on_after_a_restart(CancellationToken cancellationToken)
    {
        for (var run = 0; run < 2; run++)
        {
            await using var harness = await StartAsync(cancellationToken);
            await PutAsync(harness, run * 5, 5, cancellationToken);
            await harness.CommitAsync(cancellationToken);
        }

        await RequireAllAsync(10, cancellationToken);
    }

    private async Task Takes_records_again_that_were_not_committed(CancellationToken cancellationToken)
    {
        await using (var harness = await StartAsync(cancellationToken))
        {
            await PutAsync(harness, 0, 5, cancellationToken);
        }

        await using var restarted = await StartAsync(cancellationToken);
        await PutAsync(restarted, 0, 5, cancellationToken);
        await restarted.CommitAsync(cancellationToken);
        await RequireAllAsync(5, cancellationToken);
    }

    private async Task Can_be_disposed_without_being_started() => await fixture.CreateTask().DisposeAsync();

    private Task<SinkTaskHarness> StartAsync(CancellationToken cancellationToken) =>
        SinkTaskHarness.StartAsync(fixture.CreateTask(), fixture.Settings, cancellationToken);

    private Task PutAsync(SinkTaskHarness harness, int from, int count, CancellationToken cancellationToken) =>
        harness.PutAsync([.. Enumerable.Range(from, count).Select(fixture.Record)], cancellationToken);

    private async Task RequireAllAsync(int count, CancellationToken cancellationToken)
    {
        var lost = Enumerable.Range(0, count).Except(await fixture.ReadAsync(cancellationToken)).ToList();
        ContractException.Require(lost.Count == 0, $"These records were put and committed, and are not written: {string.Join(", ", lost)}.");
    }
}

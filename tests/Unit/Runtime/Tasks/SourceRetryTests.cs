using System.Collections.Concurrent;
using Microsoft.Extensions.Time.Testing;
using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Grains;
using OrleansConnect.Runtime.Pipeline;

namespace OrleansConnect.Tests.Unit.Runtime.Tasks;

/// <summary>Transformations that fail in a running source.</summary>
public sealed class SourceRetryTests : IErrorReporter, IAsyncDisposable
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    private readonly SourceRig _rig = new();
    private readonly ConcurrentQueue<FailedOperation> _reported = [];
    private TaskCompletionSource? _reportsHeld;

    public SourceRetryTests()
    {
        _rig.Errors = _rig.Errors with { RetryTimeout = null, RetryDelayMax = TimeSpan.FromMilliseconds(2) };
        _rig.Reporters.Add(this);
    }

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Fact]
    public async Task What_fails_in_passing_is_tried_again_without_the_steps_before_it()
    {
        var (befores, attempts) = (0, 0);
        _rig.Steps.Add(ScriptedStep.Of(record =>
        {
            befores++;
            return record with { Value = $"{record.Value}!" };
        }));
        _rig.Steps.Add(ScriptedStep.Of(record => (string?)record.Value == "v2!" && ++attempts < 4 ? throw new RetriableException("Not now.") : record));
        _rig.Source.PollOnce(ScriptedSource.Record(1), ScriptedSource.Record(2), ScriptedSource.Record(3));

        await _rig.StartedAsync();
        await Eventually.TrueAsync(() => _rig.Host.Progress.Records == 3, "3 records");
        await _rig.StopAsync(Soon);

        Assert.Equal((3, 4), (befores, attempts));
        Assert.Equal((3L, 3L, 0L), (_rig.Host.Progress.Errors?.Failures, _rig.Host.Progress.Errors?.Retries, _rig.Host.Progress.RecordsSkipped));
        Assert.Empty(_reported);
        Assert.Equal(3, await _rig.CommittedAsync());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_fails_for_longer_than_retries_may_take_is_reported_and_tolerated_or_fails_the_task(bool isTolerant)
    {
        _rig.Errors = _rig.Errors with { RetryTimeout = TimeSpan.FromMilliseconds(50), IsTolerant = isTolerant };
        _rig.Steps.Add(FailingFor("v2"));
        _rig.Source.PollOnce(ScriptedSource.Record(1), ScriptedSource.Record(2), ScriptedSource.Record(3));

        _rig.Host.Start();
        await (isTolerant
            ? Eventually.TrueAsync(() => _rig.Host.Progress is { Records: 2, RecordsSkipped: 1 }, "2 records")
            : _rig.States.WaitForAsync(InstanceState.Failed));
        await _rig.StopAsync(Soon);

        var failed = Assert.Single(_reported);
        Assert.Equal((ErrorStage.Transformation, "Scripted", "v2"), (failed.Stage, failed.ClassName, failed.Source?.Value));
        Assert.True(_rig.Host.Progress.Errors?.Retries >= 1);
        Assert.Equal(isTolerant ? null : "Tolerance exceeded in error handler", _rig.States.Error?.Message);

        // What precedes the bad record has arrived, as it would have one by one.
        Assert.Equal(isTolerant ? 3 : 1, await _rig.CommittedAsync());
    }

    [Fact]
    public async Task What_cannot_pass_is_not_tried_again()
    {
        _rig.Errors = _rig.Errors with { IsTolerant = true };
        _rig.Steps.Add(ScriptedStep.Of(_ => throw new DataException("Never.")));
        _rig.Source.PollOnce(ScriptedSource.Record(1));

        await _rig.StartedAsync();
        await Eventually.TrueAsync(() => _rig.Host.Progress.RecordsSkipped == 1, "the skipped record");

        Assert.Equal((1L, 0L), (_rig.Host.Progress.Errors?.Failures, _rig.Host.Progress.Errors?.Retries));
        Assert.IsType<DataException>(Assert.Single(_reported).Error);
    }

    [Fact]
    public async Task A_stop_ends_a_retry_that_waits_and_the_record_comes_again()
    {
        _rig.ErrorTime = new FakeTimeProvider();
        _rig.Errors = _rig.Errors with { RetryDelayMax = TimeSpan.FromSeconds(1) };
        _rig.Steps.Add(ScriptedStep.Of(_ => throw new RetriableException("Not now.")));
        _rig.Source.PollOnce(ScriptedSource.Record(1));
        await _rig.StartedAsync();
        await Eventually.TrueAsync(() => _rig.Host.Progress.Errors?.Retries == 1, "a pause");

        await _rig.StopAsync(Soon);

        Assert.Equal([InstanceState.Running, InstanceState.Unassigned], _rig.States.All);
        await Eventually.TrueAsync(() => _rig.Source.Disposals == 1, "the task's end");
        Assert.Empty(_reported);
        Assert.Equal(0, await _rig.CommittedAsync());
    }

    [Fact]
    public async Task Records_before_one_that_is_tried_again_are_not_held_up()
    {
        _rig.Steps.Add(FailingFor("v3"));
        _rig.Source.PollOnce(ScriptedSource.Record(1), ScriptedSource.Record(2), ScriptedSource.Record(3));

        await _rig.StartedAsync();

        await Eventually.TrueAsync(() => _rig.Host.Progress.Records == 2 && _rig.Host.Progress.Errors?.Retries > 2, "the records before the bad one");
    }

    [Fact]
    public async Task An_offset_is_committed_once_its_records_report_is_safe()
    {
        _reportsHeld = new();
        _rig.Errors = _rig.Errors with { IsTolerant = true };
        _rig.Steps.Add(ScriptedStep.Of(record => (string?)record.Value == "v2" ? throw new DataException("Never.") : record));
        _rig.Source.PollOnce(ScriptedSource.Record(1), ScriptedSource.Record(2), ScriptedSource.Record(3));
        await _rig.StartedAsync();
        await Eventually.TrueAsync(() => !_reported.IsEmpty, "the report");
        await Task.Delay(3 * _rig.FlushInterval, TestContext.Current.CancellationToken);
        var committed = await _rig.CommittedAsync();

        _reportsHeld.SetResult();
        await Eventually.TrueAsync(() => _rig.Host.Progress.Records == 2, "the others");
        await _rig.StopAsync(Soon);

        Assert.InRange(committed, 0, 1);
        Assert.Equal(3, await _rig.CommittedAsync());
    }

    async ValueTask IErrorReporter.ReportAsync(FailedOperation failure, CancellationToken cancellationToken)
    {
        _reported.Enqueue(failure);
        if (_reportsHeld is { } held)
        {
            await held.Task.WaitAsync(cancellationToken);
        }
    }

    private static TransformationStep FailingFor(string value) =>
        ScriptedStep.Of(record => (string?)record.Value == value ? throw new RetriableException("Not now.") : record);
}

using OrleansConnect.Abstractions.Data;
using OrleansConnect.Runtime.Pipeline;
using OrleansConnect.Tests.Unit.Runtime.Tasks;

namespace OrleansConnect.Tests.Unit.Runtime.Pipeline;

public sealed class RecordEncoderTests : IErrorReporter, IAsyncDisposable
{
    private readonly SourceRig _rig = new() { Errors = new(TimeSpan.Zero, TimeSpan.FromSeconds(1), true, false, false) };
    private readonly List<ErrorStage> _stages = [];

    [Fact]
    public async Task Of_several_parts_that_fail_the_header_is_told_before_the_key_and_the_key_before_the_value()
    {
        const int bad = 1; // The converter takes texts only.
        var good = ScriptedSource.Record(1);
        _rig.Reporters.Add(this);
        _rig.Source.PollOnce(
            good with { Headers = Headers.Empty.Add("h", Schema.Int32, bad), Key = bad, Value = bad },
            good with { Headers = Headers.Empty.Add("h", Schema.String, "fine"), Key = bad, Value = bad },
            good with { Value = bad },
            good with { Headers = Headers.Empty.Add("h", Schema.String, "fine"), Key = "fine" });

        await _rig.StartedAsync();
        await Eventually.TrueAsync(() => _rig.Sender!.Sent == 1, "the good record");

        Assert.Equal([ErrorStage.HeaderConverter, ErrorStage.KeyConverter, ErrorStage.ValueConverter], _stages);
    }

    ValueTask IErrorReporter.ReportAsync(FailedOperation failure, CancellationToken cancellationToken)
    {
        _stages.Add(failure.Stage);
        return default;
    }

    public ValueTask DisposeAsync() => _rig.DisposeAsync();
}

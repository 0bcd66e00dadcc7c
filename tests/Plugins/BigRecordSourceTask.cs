using System.Globalization;
using OrleansConnect.Abstractions.Sources;

namespace OrleansConnect.Tests.Plugins;

internal sealed class BigRecordSourceTask : SourceTask
{
    private SourceRecord? _record;

    public override ValueTask StartAsync(ISourceTaskContext context, IReadOnlyDictionary<string, string> settings, CancellationToken cancellationToken)
    {
        _record = new() { Topic = settings["topic"], Value = new string('x', int.Parse(settings["size.bytes"], CultureInfo.InvariantCulture)) };
        return ValueTask.CompletedTask;
    }

    public override async ValueTask<IReadOnlyList<SourceRecord>> PollAsync(CancellationToken cancellationToken)
    {
        if (_record is { } record)
        {
            _record = null;
            return [record];
        }

        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
        return [];
    }
}

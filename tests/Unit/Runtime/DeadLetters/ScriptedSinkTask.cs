using System.Globalization;
using OrleansConnect.Abstractions.Data;
using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Abstractions.Sinks;

namespace OrleansConnect.Tests.Unit.Runtime.DeadLetters;

/// <summary>Fails at the offset of <c>fails</c>, does not return at that of <c>hangs</c>, reports the one of <c>reports</c>, and answers the first flushes without offsets, as many as <c>silent</c> says.</summary>
public sealed class ScriptedSinkTask : SinkTask
{
    private ISinkTaskContext? _context;
    private Dictionary<string, string> _settings = [];
    private long _silent;

    /// <summary>How often the last task was asked what is written.</summary>
    public static int Flushes { get; private set; }

    /// <summary>Completed when the last task has come to where it hangs.</summary>
    public static TaskCompletionSource Hangs { get; private set; } = new();

    /// <summary>Lets the last task that hangs go on.</summary>
    public static TaskCompletionSource GoesOn { get; private set; } = new();

    public override ValueTask StartAsync(ISinkTaskContext context, IReadOnlyDictionary<string, string> settings, CancellationToken cancellationToken)
    {
        (_context, _settings, Flushes) = (context, settings.ToDictionary(), 0);
        (Hangs, GoesOn) = (new(), new());
        _silent = Number("silent");
        return default;
    }

    public override async ValueTask PutAsync(IReadOnlyList<SinkRecord> records, CancellationToken cancellationToken)
    {
        foreach (var record in records)
        {
            if (record.OriginalOffset == Number("reports") && _context?.ErrantRecords is { } reporter)
            {
                await reporter.ReportAsync(record, new DataException("no such column"), cancellationToken);
            }

            if (record.OriginalOffset == Number("hangs"))
            {
                Hangs.SetResult();
                await GoesOn.Task;
            }

            if (record.OriginalOffset == Number("fails"))
            {
                throw new ConnectException("no connection");
            }
        }
    }

    public override ValueTask<IReadOnlyDictionary<TopicPartition, long>> PreCommitAsync(IReadOnlyDictionary<TopicPartition, long> offsets, CancellationToken cancellationToken)
    {
        Flushes++;
        return ValueTask.FromResult(_silent-- > 0 ? new Dictionary<TopicPartition, long>() : offsets);
    }

    private long Number(string key) => _settings.TryGetValue(key, out var text) ? long.Parse(text, CultureInfo.InvariantCulture) : -1;
}

using OrleansConnect.Abstractions.Data;
using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Abstractions.Sinks;

namespace OrleansConnect.Tests.Plugins;

/// <summary>Reports each map with a field <c>report</c>, which is the error's message: null means an error that says nothing.</summary>
internal sealed class ReportingSinkTask : SinkTask
{
    private IErrantRecordReporter? _reporter;

    public override ValueTask StartAsync(ISinkTaskContext context, IReadOnlyDictionary<string, string> settings, CancellationToken cancellationToken)
    {
        _reporter = context.ErrantRecords;
        return ValueTask.CompletedTask;
    }

    public override async ValueTask PutAsync(IReadOnlyList<SinkRecord> records, CancellationToken cancellationToken)
    {
        foreach (var record in records)
        {
            if (record.Value is ConnectMap map && map.ContainsKey("report"))
            {
                var reporter = _reporter ?? throw new ConnectException("The test wants a dead letter queue.");
                await reporter.ReportAsync(record, new DataException((string)map["report"]!), cancellationToken); // null is what the test is about
            }
        }
    }
}

using Microsoft.Extensions.Logging;
using OrleansConnect.Abstractions.Sinks;
using OrleansConnect.Grains;

namespace OrleansConnect.Runtime.Pipeline;

/// <summary>Writes one line for each record that failed, worded as Kafka Connect does.</summary>
internal sealed partial class LogErrorReporter(TaskId task, bool includesRecords, ErrorCounters counters, ILogger logger) : IErrorReporter
{
    public ValueTask ReportAsync(FailedOperation failure, CancellationToken cancellationToken)
    {
        LogFailure(failure.Error, $"{task.Connector}-{task.Task}", ErrorStages.NameOf(failure.Stage), failure.ClassName, Describe(failure));
        counters.AddLogged();
        return ValueTask.CompletedTask;
    }

    private string Describe(FailedOperation failure) => failure switch
    {
        _ when !includesRecords => "",
        { Source: { } record } => $", where source record is = {record}",
        { Consumed: { } record } => $", where consumed record is {{topic='{record.Topic}', partition={record.Partition}, offset={record.Offset}{Time(record)}}}",
        _ => "",
    };

    private static string Time(ConsumedRecord record) => record.TimestampKind switch
    {
        TimestampKind.None => "",
        var kind => $", timestamp={record.TimestampMs}, timestampType={kind}",
    };

    [LoggerMessage(LogLevel.Error, "Error encountered in task {Task}. Executing stage '{Stage}' with class '{Class}'{Record}.")]
    private partial void LogFailure(Exception error, string task, string stage, string @class, string record);
}

using Microsoft.Extensions.Logging;
using OrleansConnect.Abstractions.Data;
using OrleansConnect.Abstractions.Sinks;
using OrleansConnect.Runtime.Tasks;

namespace OrleansConnect.Runtime.Pipeline;

/// <summary>Writes one line for each record that failed, worded as Kafka Connect does.</summary>
internal sealed partial class LogErrorReporter(TaskControl control, bool includesRecords, ILogger logger) : IErrorReporter
{
    public ValueTask ReportAsync(FailedOperation failure, CancellationToken cancellationToken)
    {
        LogFailure(control.Secrets.Hide(failure.Error), $"{control.Id.Connector}-{control.Id.Task}", ErrorStages.NameOf(failure.Stage), failure.ClassName, Describe(failure));
        control.Counters.Errors.AddLogged();
        return ValueTask.CompletedTask;
    }

    private string Describe(FailedOperation failure) => failure switch
    {
        _ when !includesRecords => "",
        { Source: { } record } => $", where source record is = {control.Secrets.Hide(RecordText.Of(record))}",
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

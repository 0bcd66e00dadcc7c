namespace OrleansConnect.Abstractions.Sinks;

/// <summary>Takes records that a sink task cannot write, to the log and the dead letter queue.</summary>
public interface IErrantRecordReporter
{
    /// <summary>
    /// Reports a record. The task may go on at once: the runtime awaits all reports before it commits the record's offset. The result fails when the record could
    /// not be reported or <c>errors.tolerance</c> does not allow it.
    /// </summary>
    Task ReportAsync(SinkRecord record, Exception error, CancellationToken cancellationToken);
}

namespace OrleansConnect.Runtime.Pipeline;

/// <summary>Hears of every record that failed for good, before it is decided whether the task fails too.</summary>
internal interface IErrorReporter
{
    /// <summary>Reports; completes when the report is safe.</summary>
    ValueTask ReportAsync(FailedOperation failure, CancellationToken cancellationToken);
}

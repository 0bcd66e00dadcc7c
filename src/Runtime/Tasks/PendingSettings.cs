namespace OrleansConnect.Runtime.Tasks;

/// <summary>What is remembered of records on their way.</summary>
/// <param name="WantsDeliveries">Whether the task is told about each record.</param>
/// <param name="ReportsFailures">Whether a record that Kafka refuses is reported with its content.</param>
internal sealed record PendingSettings(bool WantsDeliveries, bool ReportsFailures)
{
    public bool KeepsRecords => WantsDeliveries || ReportsFailures;
}

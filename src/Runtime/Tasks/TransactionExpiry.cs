using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Grains;
using OrleansConnect.Kafka;

namespace OrleansConnect.Runtime.Tasks;

/// <summary>After which time Kafka aborts a transaction that was not ended, and what is said of that.</summary>
/// <param name="Timeout"><c>transaction.timeout.ms</c> of the task's producer.</param>
/// <param name="Boundary">Where the task's transactions end.</param>
internal sealed record TransactionExpiry(TimeSpan Timeout, TransactionBoundary Boundary)
{
    /// <summary>The error of a transaction that was open for too long. Only where the connector does not end its transactions would a new start end the same way; elsewhere Kafka was slow.</summary>
    public ConnectException Explain(TaskId task, KafkaClientException cause)
    {
        var message =
            $"The task {task} was unable to finish writing records to Kafka before its producer transaction expired: 'transaction.timeout.ms' is {Timeout.TotalMilliseconds:0}. "
            + $"Nothing of that transaction is visible, and the task's next start reads its records again. {Advice}";
        return Boundary.Requests is null ? new InterruptedTransactionException(message, cause) : new ConnectException(message, cause);
    }

    private string Advice => Boundary switch
    {
        { Requests: not null } =>
            "Have the connector end its transactions more often, raise 'producer.override.transaction.timeout.ms', or set 'transaction.boundary' to 'poll' or 'interval'.",
        { Interval: { } interval } =>
            $"If that goes on, lower 'transaction.boundary.interval.ms' ({interval.TotalMilliseconds:0} now), or raise 'producer.override.transaction.timeout.ms'.",
        _ => "If that goes on, have a poll return less, or raise 'producer.override.transaction.timeout.ms'.",
    };
}

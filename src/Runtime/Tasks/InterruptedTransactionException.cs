using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Grains;
using OrleansConnect.Kafka;

namespace OrleansConnect.Runtime.Tasks;

/// <summary>A transaction that Kafka, or another runner of the task, has ended: nothing of it is ever seen, and the task has only to start again.</summary>
internal sealed class InterruptedTransactionException(string message, Exception cause) : ConnectException(message, cause)
{
    /// <summary>For what Kafka answered; an error that no new start mends stays what it is.</summary>
    public static Exception Of(TaskId task, KafkaClientException cause) =>
        cause.Error is { IsFenced: true } or { IsRetriable: true }
            || cause.Error.Code is KafkaErrorCode.PurgedFromQueue or KafkaErrorCode.PurgedInFlight or KafkaErrorCode.Fatal or KafkaErrorCode.State
            ? new InterruptedTransactionException(
                $"The transaction of task {task} was interrupted and nothing of it is visible: {cause.Error}. The task starts again from the last one that was committed.", cause)
            : cause;
}

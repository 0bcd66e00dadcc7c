using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using OrleansConnect.Kafka.Clients;

namespace OrleansConnect.Kafka;

/// <summary>What Kafka or the client library answered: its code, the code's name and the reason in words.</summary>
public sealed record KafkaError(KafkaErrorCode Code, string Name, string Reason, bool IsFatal = false, bool IsRetriable = false)
{
    private static readonly ConcurrentDictionary<int, KafkaError> Known = new();

    /// <summary>The transaction must be aborted; the producer then works on.</summary>
    public bool IsAbortable { get; init; }

    /// <summary>A newer producer with the same transactional id has taken over: this one is done.</summary>
    public bool IsFenced => Code is KafkaErrorCode.Fenced or KafkaErrorCode.ProducerFenced
        or KafkaErrorCode.InvalidProducerEpoch or KafkaErrorCode.TransactionCoordinatorFenced;

    /// <summary>What to do about it, in a sentence.</summary>
    public string Advice => ErrorAdvice.For(this);

    /// <summary>The error of a code alone; one object a code.</summary>
    public static KafkaError FromCode(int code) => Known.GetOrAdd(code, static code => Create(code, null));

    public override string ToString() => $"{Reason} ({Name})";

    internal static KafkaError Create(int code, string? reason) => new(
        (KafkaErrorCode)code,
        Text(Librdkafka.ErrorName(code)),
        string.IsNullOrEmpty(reason) ? Text(Librdkafka.ErrorText(code)) : reason,
        IsFatal: code == (int)KafkaErrorCode.Fatal,
        IsRetriable: IsTransient((KafkaErrorCode)code));

    /// <summary>Takes over an <c>rd_kafka_error_t</c>.</summary>
    internal static KafkaError Take(nint error)
    {
        try
        {
            return Create(Librdkafka.ErrorCode(error), Text(Librdkafka.ErrorString(error))) with
            {
                IsFatal = Librdkafka.ErrorIsFatal(error) != 0,
                IsRetriable = Librdkafka.ErrorIsRetriable(error) != 0,
                IsAbortable = Librdkafka.ErrorRequiresAbort(error) != 0,
            };
        }
        finally
        {
            Librdkafka.ErrorDestroy(error);
        }
    }

    private static bool IsTransient(KafkaErrorCode code) => code is KafkaErrorCode.Transport
        or KafkaErrorCode.ResolveFailed or KafkaErrorCode.AllBrokersDown or KafkaErrorCode.TimedOut or KafkaErrorCode.MessageTimedOut
        or KafkaErrorCode.TimedOutInQueue or KafkaErrorCode.Retry or KafkaErrorCode.WaitingForCoordinator or KafkaErrorCode.LeaderNotAvailable
        or KafkaErrorCode.NotLeaderForPartition or KafkaErrorCode.RequestTimedOut or KafkaErrorCode.BrokerNotAvailable
        or KafkaErrorCode.NetworkException or KafkaErrorCode.CoordinatorLoadInProgress or KafkaErrorCode.CoordinatorNotAvailable
        or KafkaErrorCode.NotCoordinator or KafkaErrorCode.NotEnoughReplicas or KafkaErrorCode.NotEnoughReplicasAfterAppend
        or KafkaErrorCode.KafkaStorageError or KafkaErrorCode.UnstableOffsetCommit or KafkaErrorCode.ThrottlingQuotaExceeded
        or KafkaErrorCode.ConcurrentTransactions or KafkaErrorCode.UnknownTopicOrPartition or KafkaErrorCode.RebalanceInProgress;

    private static string Text(nint utf8) => Marshal.PtrToStringUTF8(utf8) ?? "";
}

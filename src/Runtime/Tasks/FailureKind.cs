using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Kafka;
using OrleansConnect.Runtime.Configuration;

namespace OrleansConnect.Runtime.Tasks;

/// <summary>Tells failures that a restart may mend from those that only a change of configuration or rights does.</summary>
internal static class FailureKind
{
    /// <summary>Whether a transaction was interrupted, by Kafka being away or by a runner that should not have been, so that the task has only to start again.</summary>
    public static bool IsInterruption(Exception? error) => CausesOf(error).Any(cause => cause is InterruptedTransactionException);

    public static bool IsPermanent(Exception? error) => CausesOf(error).Any(cause =>
        cause is ConfigException or InvalidSettingException or UnauthorizedAccessException
        || (cause is KafkaClientException kafka && IsRefusal(kafka.Error.Code)));

    private static IEnumerable<Exception> CausesOf(Exception? error)
    {
        for (var cause = error is CensoredException censored ? censored.Original : error; cause is not null; cause = cause.InnerException)
        {
            yield return cause;
        }
    }

    private static bool IsRefusal(KafkaErrorCode code) => code is KafkaErrorCode.AuthenticationFailed or KafkaErrorCode.SaslAuthenticationFailed
        or KafkaErrorCode.TopicAuthorizationFailed or KafkaErrorCode.GroupAuthorizationFailed or KafkaErrorCode.ClusterAuthorizationFailed
        or KafkaErrorCode.TransactionalIdAuthorizationFailed;
}

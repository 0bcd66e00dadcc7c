using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Kafka;
using OrleansConnect.Runtime.Configuration;

namespace OrleansConnect.Runtime.Tasks;

/// <summary>Tells failures that a restart may mend from those that only a change of configuration or rights does.</summary>
internal static class FailureKind
{
    /// <summary>Whether a transaction was interrupted, by Kafka being away or by a runner that should not have been, so that the task has only to start again.</summary>
    public static bool IsInterruption(Exception? error)
    {
        for (var cause = Uncensored(error); cause is not null; cause = cause.InnerException)
        {
            if (cause is InterruptedTransactionException)
            {
                return true;
            }
        }

        return false;
    }

    public static bool IsPermanent(Exception? error)
    {
        error = Uncensored(error);
        for (var cause = error; cause is not null; cause = cause.InnerException)
        {
            if (cause is ConfigException or InvalidSettingException or UnauthorizedAccessException
                || (cause is KafkaClientException kafka && IsRefusal(kafka.Error.Code)))
            {
                return true;
            }
        }

        return false;
    }

    private static Exception? Uncensored(Exception? error) => error is CensoredException censored ? censored.Original : error;

    private static bool IsRefusal(KafkaErrorCode code) => code is KafkaErrorCode.AuthenticationFailed or KafkaErrorCode.SaslAuthenticationFailed
        or KafkaErrorCode.TopicAuthorizationFailed or KafkaErrorCode.GroupAuthorizationFailed or KafkaErrorCode.ClusterAuthorizationFailed
        or KafkaErrorCode.TransactionalIdAuthorizationFailed;
}

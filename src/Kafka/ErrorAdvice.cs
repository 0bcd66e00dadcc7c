namespace OrleansConnect.Kafka;

/// <summary>What to do about an error.</summary>
internal static class ErrorAdvice
{
    private const KafkaErrorCode IllegalGeneration = (KafkaErrorCode)22;
    private const KafkaErrorCode UnknownMember = (KafkaErrorCode)25;

    public static string For(KafkaError error) => error.Code switch
    {
        KafkaErrorCode.GroupAuthorizationFailed => "Allow the principal to read and describe the group.",
        KafkaErrorCode.TopicAuthorizationFailed => "Allow the principal to use the topic.",
        KafkaErrorCode.TransactionalIdAuthorizationFailed => "Allow the principal to write to and describe the transactional id.",
        KafkaErrorCode.ClusterAuthorizationFailed => "Allow the principal to use the cluster.",
        KafkaErrorCode.UnknownTopicOrPartition or KafkaErrorCode.UnknownTopicLocally or KafkaErrorCode.UnknownPartitionLocally =>
            "Create it, or correct its name.",
        KafkaErrorCode.InvalidTopic => "Topic names have at most 249 letters, digits, '.', '_' and '-': correct it.",
        KafkaErrorCode.InvalidReplicationFactor => "Ask for at most as many replicas as there are brokers, or for -1, which leaves the number to them.",
        KafkaErrorCode.InvalidConfig => "Correct the topic's setting.",
        KafkaErrorCode.InvalidRecord => "If the topic's 'cleanup.policy' has 'compact', it takes no record without a key: give records keys, or change the setting. Else look at the broker's log.",
        KafkaErrorCode.MessageTooLarge =>
            "Raise 'max.request.size' of the producer ('producer.override.max.request.size' of the connector) and 'max.message.bytes' of the topic, or send smaller records.",
        KafkaErrorCode.NonEmptyGroup or UnknownMember or IllegalGeneration =>
            "Another client has subscribed with the same group: stop it, or use another 'group.id'.",
        KafkaErrorCode.AuthenticationFailed or KafkaErrorCode.SaslAuthenticationFailed or KafkaErrorCode.Ssl =>
            "Correct the client's 'security.protocol', 'sasl.*' and 'ssl.*' settings.",
        _ when error.IsRetriable => "Try again; if it stays, look whether the brokers in 'bootstrap.servers' are up and reachable.",
        _ => "Look into the brokers' logs for the reason.",
    };
}

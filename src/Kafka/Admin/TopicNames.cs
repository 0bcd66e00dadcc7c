namespace OrleansConnect.Kafka.Admin;

/// <summary>Kafka's rule for topic names, in Kafka's words.</summary>
public static class TopicNames
{
    private const int LengthMax = 249;

    /// <summary>What Kafka would say to the name; null if it takes it.</summary>
    public static string? Invalid(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var reason = Reason(name);
        return reason is null ? null : $"Topic name is invalid: {reason}";
    }

    /// <exception cref="KafkaClientException">Kafka would refuse the name.</exception>
    public static void ThrowIfInvalid(string name)
    {
        if (Invalid(name) is { } message)
        {
            throw new KafkaClientException(message, KafkaError.FromCode((int)KafkaErrorCode.InvalidTopic));
        }
    }

    private static string? Reason(string name) => name switch
    {
        "" => "the empty string is not allowed",
        "." or ".." => $"'{name}' is not allowed",
        { Length: > LengthMax } => $"the length of '{name}' is longer than the max allowed length {LengthMax}",
        _ when !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-') =>
            $"'{name}' contains one or more characters other than ASCII alphanumerics, '.', '_' and '-'",
        _ => null,
    };
}

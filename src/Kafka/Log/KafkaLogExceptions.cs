namespace OrleansConnect.Kafka.Log;

/// <summary>Kafka did not answer in time; the same call may succeed later.</summary>
public sealed class KafkaUnavailableException(string message, Exception? cause = null) : Exception(message, cause)
{
    /// <summary>Whether there is hope that it will by itself: it did not refuse the caller.</summary>
    public bool IsPassing { get; init; } = true;
}

/// <summary>The topic cannot be used as it is; someone has to mend it.</summary>
public sealed class TopicUnusableException(string message, Exception? cause = null) : Exception(message, cause);

/// <summary>An entry was not written, and never will be.</summary>
public sealed class EntryNotWrittenException(string message, Exception? cause = null) : Exception(message, cause);

/// <summary>An entry may or may not have been written: read again before deciding anything.</summary>
public sealed class WriteOutcomeUnknownException(string message, Exception? cause = null) : Exception(message, cause);

/// <summary>An entry is larger than the topic takes.</summary>
public sealed class EntryTooLargeException(string message) : Exception(message);

/// <summary>An entry is there and cannot be understood.</summary>
public sealed class EntryUnreadableException(string message, Exception? cause = null) : Exception(message, cause);

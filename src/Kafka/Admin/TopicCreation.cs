namespace OrleansConnect.Kafka.Admin;

/// <summary>How it came that a topic exists.</summary>
public enum TopicCreation
{
    Created,

    /// <summary>It was there before, and was left as it is.</summary>
    Existed,
}

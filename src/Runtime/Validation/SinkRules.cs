using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Abstractions.Formats;
using OrleansConnect.Kafka.Admin;
using OrleansConnect.Runtime.DeadLetters;

namespace OrleansConnect.Runtime.Validation;

/// <summary>What has to hold between the settings of a sink.</summary>
internal static class SinkRules
{
    private const string Topics = "topics";
    private const string TopicsRegex = "topics.regex";
    private const string DeadLetterQueue = "errors.deadletterqueue.topic.name";
    private const string GroupOverride = "consumer.override.group.id";

    // A name that takes that long to match is not worth the wait.
    private static readonly TimeSpan MatchLimit = TimeSpan.FromSeconds(1);

    public static bool HasDeadLetterQueue(IReadOnlyDictionary<string, string?> settings) => IsSet(settings, DeadLetterQueue);

    public static void Check(CheckedValues values, IReadOnlyDictionary<string, string?> settings, string workerGroup)
    {
        CheckTopics(values, settings);
        CheckDeadLetterQueue(values, settings);
        CheckGroup(values, settings, workerGroup);
    }

    private static void CheckTopics(CheckedValues values, IReadOnlyDictionary<string, string?> settings)
    {
        var message = (IsSet(settings, Topics), IsSet(settings, TopicsRegex)) switch
        {
            (true, true) => "topics and topics.regex are mutually exclusive options, but both are set.",
            (false, false) => "Must configure one of topics or topics.regex",
            _ => null,
        };
        if (message is not null)
        {
            values.AddError(Topics, message);
            values.AddError(TopicsRegex, message);
        }

        RefuseNames(values);
    }

    // Kafka Connect does not look at these, and its tasks then fail when they start.
    private static void RefuseNames(CheckedValues values)
    {
        if (values.HasErrors(Topics) || values.Find(Topics)?.Value is not IReadOnlyList<string> topics)
        {
            return;
        }

        foreach (var topic in topics.Where(topic => topic.Length > 0))
        {
            if (TopicNames.Invalid(topic) is { } reason)
            {
                values.AddError(Topics, $"Invalid value {topic} for configuration topics: {reason}");
            }
        }
    }

    private static void CheckDeadLetterQueue(CheckedValues values, IReadOnlyDictionary<string, string?> settings)
    {
        if (settings.GetValueOrDefault(DeadLetterQueue)?.Trim() is not { Length: > 0 } queue)
        {
            return;
        }

        if (IsSet(settings, Topics) && values.Find(Topics)?.Value is IReadOnlyList<string> topics)
        {
            RefuseQueue(values, Topics, queue, topics.Contains, $"may not be included in the list of topics ('topics=[{string.Join(", ", topics.Distinct())}]') consumed by the connector");
        }

        if (IsSet(settings, TopicsRegex) && settings[TopicsRegex]?.Trim() is { } regex)
        {
            RefuseQueue(
                values, TopicsRegex, queue, topic => Matches(regex, topic), $"may not be matched by the regex for the topics ('topics.regex={regex}') consumed by the connector");
        }
    }

    // Kafka Connect knows of no marks: they are only named where it has nothing to say.
    private static void RefuseQueue(CheckedValues values, string key, string queue, Func<string, bool> isRead, string reason)
    {
        var marks = LetterMarks.TopicOf(queue);
        if (isRead(queue))
        {
            values.AddError(key, $"The DLQ topic '{queue}' {reason}");
        }
        else if (isRead(marks))
        {
            values.AddError(key, $"The topic '{marks}', which keeps what was replayed of the DLQ topic '{queue}', {reason}");
        }
    }

    private static void CheckGroup(CheckedValues values, IReadOnlyDictionary<string, string?> settings, string workerGroup)
    {
        if (settings.GetValueOrDefault(GroupOverride) is { } group)
        {
            values.Show(GroupOverride, group);
            if (group == workerGroup)
            {
                values.AddError(GroupOverride, $"Consumer group {group} conflicts with Connect worker group {workerGroup}");
            }
        }
        else if (settings.GetValueOrDefault("name") is { } name && $"connect-{name}" == workerGroup)
        {
            values.AddError("name", $"Consumer group for sink connector named {name} conflicts with Connect worker group {workerGroup}");
        }
    }

    private static bool IsSet(IReadOnlyDictionary<string, string?> settings, string key) => !string.IsNullOrWhiteSpace(settings.GetValueOrDefault(key));

    // An expression that is none has an error of its own.
    private static bool Matches(string regex, string topic)
    {
        try
        {
            return new JavaRegex(regex, MatchLimit).Matches(topic);
        }
        catch (Exception error) when (error is FormatException or DataException)
        {
            return false;
        }
    }
}

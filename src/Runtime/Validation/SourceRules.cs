using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Abstractions.Sources;
using OrleansConnect.Runtime.Configuration;
using OrleansConnect.Runtime.Tasks;

namespace OrleansConnect.Runtime.Validation;

/// <summary>What has to hold between the settings of a source; the connector itself is asked what it can do.</summary>
internal static class SourceRules
{
    private const string ExactlyOnce = "exactly.once.support";
    private const string Boundary = "transaction.boundary";
    private const string OffsetsTopic = "offsets.storage.topic";
    private const string TopicCreation = "topic.creation.";
    private const string DeadLetterQueue = "errors.deadletterqueue.topic.name";

    private static readonly string[] RequiredCounts = [$"{TopicCreation}default.partitions", $"{TopicCreation}default.replication.factor"];

    public static bool UsesTopicCreation(IReadOnlyDictionary<string, string?> settings) =>
        settings.Keys.Any(key => key.StartsWith(TopicCreation, StringComparison.Ordinal));

    public static bool HasOwnOffsets(IReadOnlyDictionary<string, string?> settings) =>
        !string.IsNullOrWhiteSpace(settings.GetValueOrDefault(OffsetsTopic));

    public static void Check(CheckedValues values, IReadOnlyDictionary<string, string?> settings, SourceConnector connector, bool isExactlyOnceEnabled)
    {
        var plain = GivenSettings.Of(settings);
        CheckExactlyOnce(values, plain, connector, isExactlyOnceEnabled);
        CheckBoundary(values, plain, connector);
        CheckTopicCreation(values, settings);
        CheckDeadLetterQueue(values, plain);
    }

    // Transformations may send records elsewhere; then a record that would go to the queue fails.
    private static void CheckDeadLetterQueue(CheckedValues values, Dictionary<string, string> settings)
    {
        if (settings.GetValueOrDefault(DeadLetterQueue)?.Trim() is { Length: > 0 } queue
            && settings.GetValueOrDefault("topic")?.Trim() == queue && string.IsNullOrWhiteSpace(settings.GetValueOrDefault("transforms")))
        {
            values.AddError(DeadLetterQueue, $"The DLQ topic '{queue}' may not be the topic that the connector writes to ('topic={queue}'). Set it to a topic of its own.");
        }
    }

    private static void CheckExactlyOnce(
        CheckedValues values, IReadOnlyDictionary<string, string> settings, SourceConnector connector, bool isExactlyOnceEnabled)
    {
        if (!Is(values, ExactlyOnce, "required"))
        {
            return;
        }

        if (!isExactlyOnceEnabled)
        {
            values.AddError(ExactlyOnce, "This worker does not have exactly-once source support enabled.");
        }

        var refusal = Ask(() => connector.ExactlyOnceSupport(settings) switch
        {
            ExactlyOnceSupport.Supported => null,
            ExactlyOnceSupport.Unsupported => "The connector does not support exactly-once semantics with the provided configuration.",
            _ => "The connector does not implement the API required for preflight validation of exactly-once source support. "
                + "Please consult the documentation for the connector to determine whether it supports exactly-once semantics, "
                + "and then consider reconfiguring the connector to use the value \"requested\" for this property "
                + "(which will disable this preflight check and allow the connector to be created).",
        });
        AddIfAny(values, ExactlyOnce, refusal);
    }

    private static void CheckBoundary(CheckedValues values, IReadOnlyDictionary<string, string> settings, SourceConnector connector)
    {
        if (Is(values, Boundary, "connector"))
        {
            AddIfAny(values, Boundary, Ask(() => connector.CanDefineTransactionBoundaries(settings)
                ? null
                : "The connector does not support connector-defined transaction boundaries with the given configuration. "
                    + "Please reconfigure it to use a different transaction boundary definition."));
        }
    }

    // Kafka Connect does not look at these, and its tasks then fail when they start.
    private static void CheckTopicCreation(CheckedValues values, IReadOnlyDictionary<string, string?> settings)
    {
        if (!UsesTopicCreation(settings) || values.HasErrors($"{TopicCreation}groups"))
        {
            return;
        }

        // A setting that is wrong is put right in a copy, so that the next one shows.
        var mended = new Dictionary<string, string?>(settings, StringComparer.Ordinal);
        for (var left = mended.Count + RequiredCounts.Length; left > 0 && TopicCreationFault(mended) is { } fault; left--)
        {
            var key = mended.Keys.Concat(RequiredCounts).Where(key => key.StartsWith(TopicCreation, StringComparison.Ordinal) && Names(fault, key)).MaxBy(key => key.Length);
            values.AddError(key is not null && settings.ContainsKey(key) ? key : $"{TopicCreation}groups", fault.Message);
            if (key is null)
            {
                return;
            }

            mended[key] = key.EndsWith("clude", StringComparison.Ordinal) ? ".*" : "-1";
        }
    }

    private static ConfigException? TopicCreationFault(IReadOnlyDictionary<string, string?> settings)
    {
        try
        {
            _ = TopicGroups.Parse(settings);
            return null;
        }
        catch (ConfigException fault)
        {
            return fault;
        }
    }

    private static bool Names(ConfigException error, string key) =>
        error.Message.Contains($" {key}:", StringComparison.Ordinal) || error.Message.Contains($"\"{key}\"", StringComparison.Ordinal);

    private static bool Is(CheckedValues values, string key, string wanted) =>
        !values.HasErrors(key) && values.Find(key)?.Value is string value && value.Equals(wanted, StringComparison.OrdinalIgnoreCase);

    private static string? Ask(Func<string?> question)
    {
        try
        {
            return question();
        }
        catch (Exception error)
        {
            // The connector's own words are all there is to say: the user cannot see its stack.
            return $"An unexpected error occurred during validation: {error.Message}";
        }
    }

    private static void AddIfAny(CheckedValues values, string key, string? error)
    {
        if (error is not null)
        {
            values.AddError(key, error);
        }
    }
}

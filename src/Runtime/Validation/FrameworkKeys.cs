using OrleansConnect.Abstractions.Configuration;
using OrleansConnect.Abstractions.Errors;

namespace OrleansConnect.Runtime.Validation;

/// <summary>The settings that every connector has, in the order in which they are shown; <see cref="PluginKeys"/> adds what depends on the installed plugins.</summary>
internal static class FrameworkKeys
{
    private const string CommonGroup = "Common";
    private const string ErrorGroup = "Error Handling";
    private const string ExactlyOnceGroup = "Exactly Once Support";

    private static readonly IConfigValidator Aliases = Validators.All(Validators.NonNull, Validators.Lambda(EnsureUnique, "unique aliases"));

    public static ConfigDef Common { get; } = Errors(Plugins(new ConfigDef()
        .String("name", "The connector's name, which no other connector of the cluster has.", group: CommonGroup, order: 1, importance: Importance.High, width: Width.Medium, displayName: "Connector name", validator: Validators.NonEmptyWithoutControlCharacters)
        .String("connector.class", "The connector's class: its full name, or that without package and 'Connector'.", group: CommonGroup, order: 2, importance: Importance.High, width: Width.Long, displayName: "Connector class")
        .String("connector.plugin.version", "The connector's version, or a range of versions.", required: false, group: CommonGroup, order: 3, importance: Importance.Medium, width: Width.Medium, displayName: "Connector version")
        .Int("tasks.max", "The most tasks the connector may have.", 1, min: 1, group: CommonGroup, order: 4, importance: Importance.High, width: Width.Short, displayName: "Tasks max")
        .Boolean("tasks.max.enforce", "Deprecated. Whether more tasks than 'tasks.max' are an error, or only a warning.", true, group: CommonGroup, order: 5, importance: Importance.Low, width: Width.Short, displayName: "Enforce tasks max")));

    public static ConfigDef Source { get; } = Common
        .List("topic.creation.groups", "Names of groups of topics, each with its own 'topic.creation.NAME.*' settings for topics that have to be created.", [], group: "Topic Creation", order: 1, importance: Importance.Low, width: Width.Long, displayName: "Topic Creation Groups", validator: Validators.Lambda(EnsureUnique, "unique names"))
        .String("exactly.once.support", "With 'required' the connector is refused unless it can deliver exactly once with this configuration.", "requested", group: ExactlyOnceGroup, order: 2, width: Width.Short, displayName: "Exactly once support", validator: Validators.OneOfIgnoringCase("REQUIRED", "REQUESTED"))
        .String("transaction.boundary", "Where transactions end when the source delivers exactly once: after each 'poll', after an 'interval', or where the 'connector' says.", "poll", group: ExactlyOnceGroup, order: 3, width: Width.Short, displayName: "Transaction Boundary", validator: Validators.OneOfIgnoringCase("INTERVAL", "POLL", "CONNECTOR"))
        .Long("transaction.boundary.interval.ms", "The interval of 'transaction.boundary=interval'; the worker's 'offset.flush.interval.ms' unless given.", required: false, min: 0, group: ExactlyOnceGroup, order: 4, importance: Importance.Low, width: Width.Short, displayName: "Transaction boundary interval")
        .String("offsets.storage.topic", "A topic of the connector's own for its offsets, instead of the worker's.", required: false, group: "offsets.topic", order: 1, importance: Importance.Low, width: Width.Long, displayName: "Offsets topic", validator: Validators.NonEmpty);

    public static ConfigDef Sink { get; } = Common
        .List("topics", "Topics to read, separated by commas.", [], group: CommonGroup, order: 4, importance: Importance.High, width: Width.Long, displayName: "Topics", validator: Validators.List())
        .String("topics.regex", "Regular expression of the names of topics to read, instead of 'topics'.", "", group: CommonGroup, order: 4, importance: Importance.High, width: Width.Long, displayName: "Topics regex", validator: Validators.Regex)
        .String("errors.deadletterqueue.topic.name", "Topic for records that fail; empty for none.", "", group: ErrorGroup, order: 6, width: Width.Medium, displayName: "Dead Letter Queue Topic Name")
        .Short("errors.deadletterqueue.topic.replication.factor", "Copies of the dead letter queue's topic, if it has to be created.", 3, group: ErrorGroup, order: 7, width: Width.Medium, displayName: "Dead Letter Queue Topic Replication Factor")
        .Boolean("errors.deadletterqueue.context.headers.enable", "Whether records in the dead letter queue carry headers that tell what went wrong.", false, group: ErrorGroup, order: 8, width: Width.Medium, displayName: "Enable Error Context Headers");

    private static ConfigDef Plugins(ConfigDef definition) => definition
        .Class("key.converter", "The class that turns keys into bytes and back. The worker's unless given.", required: false, group: CommonGroup, order: 6, importance: Importance.Low, width: Width.Short, displayName: "Key converter class")
        .String("key.converter.plugin.version", "The key converter's version, or a range of versions.", required: false, group: CommonGroup, order: 7, importance: Importance.Low, width: Width.Short, displayName: "Key converter version")
        .Class("value.converter", "The class that turns values into bytes and back. The worker's unless given.", required: false, group: CommonGroup, order: 8, importance: Importance.Low, width: Width.Short, displayName: "Value converter class")
        .String("value.converter.plugin.version", "The value converter's version, or a range of versions.", required: false, group: CommonGroup, order: 9, importance: Importance.Low, width: Width.Short, displayName: "Value converter version")
        .Class("header.converter", "The class that turns the values of headers into bytes and back. The worker's unless given.", required: false, group: CommonGroup, order: 10, importance: Importance.Low, width: Width.Short, displayName: "Header converter class")
        .String("header.converter.plugin.version", "The header converter's version, or a range of versions.", required: false, group: CommonGroup, order: 11, importance: Importance.Low, width: Width.Short, displayName: "Header converter version")
        .List("transforms", "Names for the transformations, in the order in which records go through them.", [], group: "Transforms", order: 12, importance: Importance.Low, width: Width.Long, displayName: "Transforms", validator: Aliases)
        .List("predicates", "Names for the predicates that transformations use.", [], group: "Predicates", order: 13, importance: Importance.Low, width: Width.Long, displayName: "Predicates", validator: Aliases)
        .String("config.action.reload", "What to do when a value from a config provider expires: 'restart' the connector, or 'none'.", "restart", oneOf: ["none", "restart"], group: CommonGroup, order: 14, importance: Importance.Low, width: Width.Medium, displayName: "Reload Action");

    private static ConfigDef Errors(ConfigDef definition) => definition
        .Long("errors.retry.timeout", "How many milliseconds an operation that failed is tried again; -1 for ever.", 0, group: ErrorGroup, order: 1, width: Width.Medium, displayName: "Retry Timeout for Errors")
        .Long("errors.retry.delay.max.ms", "The longest pause between two attempts, in milliseconds.", 60_000, group: ErrorGroup, order: 2, width: Width.Medium, displayName: "Maximum Delay Between Retries for Errors")
        .String("errors.tolerance", "With 'all' records that fail are skipped, with 'none' they fail the task.", "none", oneOf: ["none", "all"], group: ErrorGroup, order: 3, width: Width.Short, displayName: "Error Tolerance")
        .Boolean("errors.log.enable", "Whether each record that fails is logged.", false, group: ErrorGroup, order: 4, width: Width.Short, displayName: "Log Errors")
        .Boolean("errors.log.include.messages", "Whether the log says which record it was.", false, group: ErrorGroup, order: 5, width: Width.Short, displayName: "Log Error Details");

    private static void EnsureUnique(string name, object? value)
    {
        if (value is IReadOnlyList<string> aliases && aliases.Distinct(StringComparer.Ordinal).Count() < aliases.Count)
        {
            throw ConfigException.Invalid(name, value, "Duplicate alias provided.");
        }
    }
}

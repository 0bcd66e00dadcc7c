using Microsoft.Extensions.Logging.Abstractions;
using OrleansConnect.Abstractions.Configuration;
using OrleansConnect.Connectors.Files;
using OrleansConnect.Converters;
using OrleansConnect.Grains;
using OrleansConnect.Runtime.Configuration;
using OrleansConnect.Runtime.Plugins;
using OrleansConnect.Runtime.Validation;
using OrleansConnect.Transforms;

namespace OrleansConnect.Tests.Unit.Runtime.Validation;

public sealed class ConnectorValidatorTests
{
    private static readonly PluginRegistry Plugins = new(
    [
        .. PluginTypes.In(typeof(FileSourceConnector).Assembly, PluginTypes.BuiltIn),
        .. PluginTypes.In(typeof(StringConverter).Assembly, PluginTypes.BuiltIn),
        .. PluginTypes.In(typeof(Cast).Assembly, PluginTypes.BuiltIn),
        new("test.Hanging", PluginKind.Source, "1", typeof(HangingSource), null, "test"),
        new("test.Once", PluginKind.Source, "1", typeof(OnceSource), null, "test"),
        new("test.Broken", PluginKind.Converter, "1", typeof(BrokenConverter), null, "test"),
    ]);

    private readonly Dictionary<string, string?> _worker = new() { ["bootstrap.servers"] = "localhost:1", ["group.id"] = "connect-cluster" };
    private readonly Dictionary<string, IConfigProvider> _providers = [];

    [Theory]
    [InlineData("All", null, null)]
    [InlineData("None", "linger.ms", "The 'None' policy does not allow 'linger.ms' to be overridden in the connector configuration.")]
    [InlineData("Principal", "linger.ms", "The 'Principal' policy does not allow 'linger.ms' to be overridden in the connector configuration.")]
    [InlineData("Principal", "sasl.mechanism", null)]
    [InlineData("Allowlist", "linger.ms", null)]
    [InlineData("Allowlist", "acks", "The 'Allowlist' policy does not allow 'acks' to be overridden in the connector configuration.")]
    [InlineData("org.apache.kafka.connect.connector.policy.NoneConnectorClientConfigOverridePolicy", "acks", "The 'None' policy does not allow 'acks' to be overridden in the connector configuration.")]
    public async Task Lets_connectors_override_what_the_policy_allows(string policy, string? setting, string? error)
    {
        _worker["connector.client.config.override.policy"] = policy;
        _worker["connector.client.config.override.allowlist"] = "linger.ms";
        var key = $"producer.override.{setting ?? "linger.ms"}";

        var report = await ValidateAsync(Source([new(key, "1")]));

        Assert.Equal(error is null ? [] : [error], report.Errors);
        Assert.Equal(error is null ? 0 : 1, report.ErrorCount);
        Assert.Contains(report.Keys, row => row.Value?.Name == key);
    }

    [Fact]
    public void Refuses_a_policy_that_does_not_exist()
    {
        _worker["connector.client.config.override.policy"] = "Some";

        var error = Assert.Throws<OrleansConnect.Abstractions.Errors.ConfigException>(() => WorkerConfig.Parse(_worker));

        Assert.Contains("All, None, Principal, Allowlist", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Shows_no_part_of_a_setting_that_is_a_variable_however_short_or_written()
    {
        var original = new Dictionary<string, string?> { ["spec"] = "f:${vault:pin},g:${vault:type}" };
        var resolved = new ResolvedConfig(new Dictionary<string, string?> { ["spec"] = "f:1z,g:secret" }, null)
        {
            Variables = new Dictionary<string, string> { ["1z"] = "${vault:pin}", ["secret"] = "${vault:type}" },
        };
        var value = new ConfigValue("spec") { Value = "f:1z,g:secret", Errors = ["No enum constant Type.SECRET for: secret", "Invalid f:1z,g:secret, 1z"] };

        var shown = new SecretMask(original, resolved).Hide(new ValidationReport("c", [], [new(null, value)], 2)).Keys[0].Value;

        Assert.Equal("f:${vault:pin},g:${vault:type}", shown?.Value);
        Assert.Equal(["No enum constant Type.${vault:type} for: ${vault:type}", "Invalid f:${vault:pin},g:${vault:type}, ${vault:pin}"], shown?.Errors);
    }

    [Theory]
    [InlineData("key.converter", "org.apache.kafka.connect.storage.Converter")]
    [InlineData("value.converter", "org.apache.kafka.connect.converters.NumberConverter")]
    [InlineData("header.converter", "org.apache.kafka.connect.storage.HeaderConverter")]
    public async Task Tells_abstract_classes_from_those_that_are_not_there(string key, string className)
    {
        var report = await ValidateAsync(Source([new(key, className)]));

        var value = report.Keys.Single(row => row.Value?.Name == key).Value;
        Assert.Equal(className, value?.Value);
        Assert.Equal(["This class is abstract and cannot be created."], value?.Errors);
    }

    [Fact]
    public async Task Shows_variables_and_never_what_they_stand_for()
    {
        _providers["vault"] = new FixedProvider("s3cr3t-value");

        var report = await ValidateAsync(Source([new("tasks.max", "${vault:p}"), new("errors.tolerance", "x-${vault:p}"), new("file", "/${vault:p}/in")]));

        Assert.DoesNotContain(report.Keys, row => ConfigText.Render(row.Value?.Value)?.Contains("s3cr3t", StringComparison.Ordinal) ?? false);
        Assert.DoesNotContain(report.Errors, error => error.Contains("s3cr3t", StringComparison.Ordinal));
        Assert.Contains("Invalid value ${vault:p} for configuration tasks.max: Not a number of type INT", report.Errors);
        Assert.Contains("Invalid value x-${vault:p} for configuration errors.tolerance: String must be one of: none, all", report.Errors);
    }

    [Theory]
    [InlineData("s3cr3t\n")]
    [InlineData(" s3cr3t")]
    public async Task Shows_no_secret_that_parsing_has_trimmed(string secret)
    {
        _providers["vault"] = new FixedProvider(secret);

        var report = await ValidateAsync(Source([new("errors.tolerance", "${vault:p}"), new("value.converter", "${vault:p}"), new("transforms", "${vault:p}"), new("topic.creation.default.partitions", "${vault:p}")]));

        var shown = report.Keys.SelectMany(row => (string[])[ConfigText.Render(row.Value?.Value) ?? "", row.Definition?.Name ?? "", .. row.Value?.Errors ?? [], .. ValidationHints.Of(row, report)]);
        Assert.Contains("Invalid value ${vault:p} for configuration errors.tolerance: String must be one of: none, all", report.Errors);
        Assert.DoesNotContain(shown, text => text.Contains("s3cr3t", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("V2", null)]
    [InlineData("V3", "Invalid value V3 for configuration field.syntax.version: String must be one of (case insensitive): V1, V2")]
    public async Task Lists_a_setting_beyond_Kafka_Connect_only_where_it_is_set(string? syntax, string? error)
    {
        const string Key = "transforms.t.field.syntax.version";
        var config = Source([new("transforms", "t"), new("transforms.t.type", "org.apache.kafka.connect.transforms.Cast$Value"), new("transforms.t.spec", "a.b:int8")]);
        if (syntax is not null)
        {
            config[Key] = syntax;
        }

        var report = await ValidateAsync(config);

        Assert.Equal(syntax is not null, report.Keys.Any(row => row.Definition?.Name == Key));
        Assert.Equal(error is null ? [] : [error], report.Errors);
    }

    [Fact]
    public async Task Finds_a_predicate_that_is_not_declared()
    {
        var report = await ValidateAsync(Source([new("transforms", "t"), new("transforms.t.type", "Nope"), new("transforms.t.predicate", "p")]));

        Assert.Contains("Unknown predicate 'p': 'predicates' does not name it.", report.Errors);
    }

    [Fact]
    public async Task Tells_of_every_mistake_in_groups_of_topics()
    {
        var report = await ValidateAsync(Source([
            new("topic.creation.groups", "a"), new("topic.creation.a.include", "("), new("topic.creation.a.partitions", "none"), new("topic.creation.default.partitions", "0")]));

        var rows = report.Keys.Where(row => row.Value is { Errors.Count: > 0 }).ToDictionary(row => row.Value!.Name, row => string.Join(" ", row.Value!.Errors));
        Assert.Equal(
            ["topic.creation.a.include", "topic.creation.a.partitions", "topic.creation.default.partitions", "topic.creation.groups"], rows.Keys.Order(StringComparer.Ordinal));
        Assert.Contains("topic.creation.default.replication.factor", rows["topic.creation.groups"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Finds_mistakes_in_groups_of_topics()
    {
        var report = await ValidateAsync(Source([new("topic.creation.default.partitions", "0"), new("topic.creation.default.replication.factor", "1")]));

        var row = Assert.Single(report.Keys, row => row.Value?.Name == "topic.creation.default.partitions");
        Assert.Single(row.Value?.Errors ?? []);
    }

    [Fact]
    public async Task Tells_of_a_converter_that_cannot_be_made()
    {
        var report = await ValidateAsync(Source([new("value.converter", "test.Broken")]));

        Assert.Equal(["Invalid value test.Broken for configuration value.converter: Could not instantiate class"], report.Errors);
    }

    [Fact]
    public async Task A_connector_that_hangs_holds_up_only_its_own_validation()
    {
        var validator = Create(TimeSpan.FromMilliseconds(100));
        var hanging = validator.ValidateAsync(Source([new("connector.class", "test.Hanging")]), TestContext.Current.CancellationToken);

        var other = await validator.ValidateAsync(Source([]), TestContext.Current.CancellationToken);

        Assert.Equal(0, other.ErrorCount);
        var error = await Assert.ThrowsAsync<ConnectRequestException>(() => hanging);
        Assert.Equal(RequestErrorKind.TimedOut, error.Kind);
        Assert.StartsWith("Request timed out. The worker is currently performing multi-property validation for the connector, which began at ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Finds_all_mistakes_at_once_also_in_settings_that_any_connector_may_have()
    {
        var report = await ValidateAsync(Source([new("tasks.max", "x"), new("errors.restart.max.attempts", "abc"), new("placement.weight", "0"), new("errors.tolerance.max.count", "5")]));

        string[] wrong = [.. report.Keys.Where(key => key.Value?.Errors.Count > 0).Select(key => key.Value?.Name ?? "")];
        Assert.Equal(["errors.restart.max.attempts", "placement.weight", "tasks.max"], wrong.Order());
        Assert.Equal(report.Errors.Count(), report.ErrorCount);
    }

    [Fact]
    public async Task Refuses_a_variable_where_none_is_resolved()
    {
        _providers["vault"] = new FixedProvider("5");
        _worker["config.providers"] = "vault";

        var report = await ValidateAsync(Source([new("placement.weight", "${vault:w}"), new("errors.tolerance.max.count", "${vault:c}")]));

        Assert.Equal(["Invalid value ${vault:w} for configuration placement.weight: Not a number of type INT"], report.Errors);
    }

    [Fact]
    public async Task Names_the_settings_that_nobody_knows_and_no_others()
    {
        string[] known =
        [
            "file", "tasks.max", "errors.tolerance", "errors.restart.max.attempts", "placement.weight", "transforms.a.anything", "predicates.p.anything", "value.converter.anything",
            "producer.override.linger.ms", "consumer.override.x", "topic.creation.default.retention.ms", "topic.creation.default.partitions", "topic.creation.default.replication.factor",
        ];

        var report = await ValidateAsync(Source([.. known.Select(key => new KeyValuePair<string, string?>(key, "1")), new("fiel", "x"), new("batch.sise", "7")]));

        Assert.Equal(["batch.sise", "fiel"], UndeclaredSettings.In(report));
    }

    [Fact]
    public void Names_the_settings_of_Kafka_clients_that_no_client_knows()
    {
        Dictionary<string, string?> config = new(Source(
        [
            new("producer.override.lingr.ms", "${vault:w}"), new("producer.override.linger.ms", "${vault:w}"), new("consumer.override.x", "1"), new("admin.override.ssl.truststore.type", "JKS"),
        ]));

        Assert.Equal(
        [
            "The setting 'producer.override.lingr.ms' is not one of a Kafka client's and has no effect. Did you mean 'producer.override.linger.ms'?",
            "The setting 'consumer.override.x' is not one of a Kafka client's and has no effect. Correct or remove it.",
            "The setting 'admin.override.ssl.truststore.type' is one of Kafka's Java clients and has no effect here. Set 'ssl.ca.location' to a file of certificates in PEM form.",
        ], ClientSettingWarnings.Of(config));
    }

    [Theory]
    [InlineData("consumer", "max.poll.interval.ms", "2147483647", "86400000")]
    [InlineData("consumer", "request.timeout.ms", "305000", "300000")]
    [InlineData("consumer", "max.partition.fetch.bytes", "2000000000", "1000000000")]
    [InlineData("consumer", "metadata.max.age.ms", "9223372036854775807", "86400000")]
    [InlineData("consumer", "connections.max.idle.ms", "-1", null)]
    [InlineData("producer", "max.request.size", "2147483647", "1000000000")]
    [InlineData("producer", "retry.backoff.ms", "0", "1")]
    [InlineData("producer", "linger.ms", "5000000", "900000")]
    public async Task Values_beyond_the_limits_of_a_client_are_taken_up_to_them(string client, string setting, string value, string? used)
    {
        var config = new Dictionary<string, string?>
        {
            ["name"] = "a",
            ["connector.class"] = "FileStreamSink",
            ["topics"] = "t",
            ["errors.deadletterqueue.topic.name"] = "dlq",
            [$"{client}.override.{setting}"] = value,
        };
        _worker[$"{client}.{setting}"] = value;

        var report = await ValidateAsync(config);

        Assert.Empty(report.Errors);
        Assert.Equal(
            used is null ? [] : [$"The setting '{client}.override.{setting}' is {value}, which is beyond what a Kafka client here can have: {used} is used."], ClientSettingWarnings.Of(config));
        Assert.Equal(
            used is null ? [] : [$"The setting '{client}.{setting}' is {value}, which is beyond what a Kafka client here can have: {used} is used."],
            ClientSettingWarnings.Of(WorkerConfig.Parse(_worker)));
    }

    [Fact]
    public async Task Every_value_that_a_client_cannot_have_is_told()
    {
        var report = await ValidateAsync(new Dictionary<string, string?>
        {
            ["name"] = "a",
            ["connector.class"] = "FileStreamSink",
            ["topics"] = "t",
            ["consumer.override.max.poll.records"] = "many",
            ["consumer.override.session.timeout.ms"] = "-5",
            ["consumer.override.auto.offset.reset"] = "by_duration:PT1H",
            ["consumer.override.isolation.level"] = "none",
        });

        Assert.Equal(4, report.ErrorCount);
        Assert.Contains("Invalid value many for configuration max.poll.records: Not a number of type INT", report.Errors);
        Assert.Contains(report.Errors, error => error.StartsWith("Kafka client setting 'session.timeout.ms' cannot be '-5': ", StringComparison.Ordinal));
        Assert.Contains(report.Errors, error => error.StartsWith("Kafka client setting 'isolation.level' cannot be 'none': ", StringComparison.Ordinal));
        Assert.Contains(
            "Kafka client setting 'auto.offset.reset' cannot be 'by_duration:PT1H': no client here begins at a time. Use earliest, latest or none; "
            + "'orleans-connect offsets' with '--to-datetime' has a connector begin at a time.",
            report.Errors);
    }

    [Theory]
    [InlineData("t", "", true)]
    [InlineData("t", "route", false)]
    [InlineData("t-dlq", "", false)]
    public async Task Refuses_the_topic_of_a_source_as_its_dead_letter_queue(string queue, string transforms, bool isRefused)
    {
        var report = await ValidateAsync(Source(
        [
            new("errors.deadletterqueue.topic.name", queue), new("transforms", transforms),
            new("transforms.route.type", "org.apache.kafka.connect.transforms.RegexRouter"), new("transforms.route.regex", ".*"), new("transforms.route.replacement", "u"),
        ]));

        Assert.Equal(isRefused ? ["The DLQ topic 't' may not be the topic that the connector writes to ('topic=t'). Set it to a topic of its own."] : [], report.Errors);
    }

    // Java's, as the connector's topics are found with it.
    [Theory]
    [InlineData("orders-.*+", "orders-dlq", true)]
    [InlineData("[a-z&&[b]]", "b", true)]
    [InlineData("[a-z&&[b]]", "c", false)]
    public async Task Refuses_a_dead_letter_queue_that_the_expression_of_a_sink_matches(string regex, string queue, bool isRefused)
    {
        var config = new Dictionary<string, string?>
        {
            ["name"] = "a",
            ["connector.class"] = "FileStreamSink",
            ["topics.regex"] = regex,
            ["errors.deadletterqueue.topic.name"] = queue,
        };

        var report = await ValidateAsync(config);

        Assert.Equal(isRefused, report.Errors.Any(error => error.Contains("may not be matched by the regex", StringComparison.Ordinal)));
        Assert.Equal(isRefused ? 1 : 0, report.Errors.Count());
    }

    [Theory]
    [InlineData("Supported", "required", "poll", null)]
    [InlineData("Unsupported", "requested", "poll", null)]
    [InlineData("throw", "requested", "interval", null)]
    [InlineData("Unsupported", "REQUIRED", "poll", "The connector does not support exactly-once semantics with the provided configuration.")]
    [InlineData("Unknown", "required", "poll", "The connector does not implement the API required for preflight validation of exactly-once source support.")]
    [InlineData("throw", "required", "poll", "An unexpected error occurred during validation: no idea")]
    [InlineData("Supported", "required", "connector", "The connector does not support connector-defined transaction boundaries with the given configuration.")]
    public async Task Looks_before_it_starts_whether_a_source_delivers_exactly_once_where_the_workers_do(string once, string support, string boundary, string? error)
    {
        _worker["exactly.once.source.support"] = "enabled";

        var report = await ValidateAsync(Source(
            [new("connector.class", "test.Once"), new("once", once), new("exactly.once.support", support), new("transaction.boundary", boundary)]));

        Assert.Equal(error is null ? 0 : 1, report.ErrorCount);
        Assert.All(report.Errors, told => Assert.StartsWith(error ?? "none", told, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("org.apache.kafka.connect.transforms.Filter", "true", null)]
    [InlineData("org.apache.kafka.connect.transforms.Cast", null, null)]
    [InlineData("Nope", "true", "Invalid value Nope for configuration transforms.f.type: Class Nope could not be found.")]
    public async Task Tells_first_that_there_is_no_predicate_to_negate(string type, string? negate, string? error)
    {
        Dictionary<string, string?> config = new() { ["transforms"] = "f", ["transforms.f.type"] = type, ["transforms.f.negate"] = negate };

        var report = await ValidateAsync(Source(config));

        var row = Assert.Single(report.Keys, row => row.Value?.Name == "transforms.f.type");
        const string Negation = "Config 'transforms.f.negate' was provided but there is no config 'transforms.f.predicate' defining a predicate to be negated.";
        Assert.Equal(error is null ? [Negation] : [error, Negation], row.Value?.Errors);
    }

    [Fact]
    public async Task Tells_of_a_version_that_is_none_whatever_stands_beside_it()
    {
        Dictionary<string, string?> config = new() { ["key.converter.plugin.version"] = "[1,", ["transforms"] = "f", ["transforms.f.type"] = "Nope", ["transforms.f.plugin.version"] = "[2,1]" };

        var report = await ValidateAsync(Source(config));

        Assert.Equal(
            ["Unbounded range: [1,", "Invalid value Nope for configuration transforms.f.type: Class Nope could not be found.", "Range defies version ordering: [2,1]"],
            report.Errors);
    }

    [Theory]
    [InlineData("org.apache.kafka.connect.transforms.Cast", "class")]
    [InlineData("org.apache.kafka.connect.transforms.predicates.Predicate", "interface")]
    public async Task Knows_classes_that_nobody_can_make_in_every_role(string type, string word)
    {
        var report = await ValidateAsync(Source([new("key.converter", type)]));

        Assert.Equal([$"Class {word} {type} does not implement the Converter interface"], report.Errors);
    }

    private static Dictionary<string, string?> Source(IEnumerable<KeyValuePair<string, string?>> more)
    {
        var config = new Dictionary<string, string?> { ["name"] = "a", ["connector.class"] = "FileStreamSource", ["topic"] = "t" };
        foreach (var (key, value) in more)
        {
            config[key] = value;
        }

        return config;
    }

    private Task<ValidationReport> ValidateAsync(IReadOnlyDictionary<string, string?> config) =>
        Create(TimeSpan.FromSeconds(30)).ValidateAsync(config, TestContext.Current.CancellationToken);

    private ConnectorValidator Create(TimeSpan limit) =>
        new(Plugins, new(), new(_providers), WorkerConfig.Parse(_worker), TimeProvider.System, NullLogger<ConnectorValidator>.Instance) { TimeLimit = limit };
}

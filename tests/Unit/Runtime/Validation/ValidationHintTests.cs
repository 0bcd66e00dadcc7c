using Microsoft.Extensions.Logging.Abstractions;
using OrleansConnect.Abstractions.Configuration;
using OrleansConnect.Connectors.Datagen;
using OrleansConnect.Connectors.Files;
using OrleansConnect.Converters;
using OrleansConnect.Grains;
using OrleansConnect.Runtime.Configuration;
using OrleansConnect.Runtime.Plugins;
using OrleansConnect.Runtime.Validation;
using OrleansConnect.Transforms;

namespace OrleansConnect.Tests.Unit.Runtime.Validation;

/// <summary>No error of a validation goes without a hint, whatever setting it is about and whatever is wrong with it.</summary>
public sealed class ValidationHintTests
{
    private const string Secret = "s3cr3t";

    // Each stands for a way to be wrong; most settings refuse some of them.
    private static readonly string?[] WrongValues =
    [
        null, "", " ", "x", "12abc", "1s", "10 MB", "1_000", "1e3", "0x10", "1.5", "-1", "-999", "0", "99999999999999999999", "999999999999999999999999999999999999999",
        "yes", "off", "ture", "\"true\"", "a,a", "a,,b", "[\"a\",\"b\"]", "\"a\",\"b\"", "(", "[a-", "a:b:c", "a:", ":int8", "a:int", "f:bytes", "int8,int8", "no.such.Class", "Castt",
        "org.apache.kafka.connect.transforms.Cast", "java.lang.String", "tab\tand\nline", "none ", "NONEE", "requierd", "[9,9]", "[1", "ends with {", "${", "ünïcode", new('a', 300),
    ];

    private static readonly PluginRegistry Plugins = new(
    [
        .. PluginTypes.In(typeof(FileSourceConnector).Assembly, PluginTypes.BuiltIn),
        .. PluginTypes.In(typeof(DatagenSourceConnector).Assembly, PluginTypes.BuiltIn),
        .. PluginTypes.In(typeof(StringConverter).Assembly, PluginTypes.BuiltIn),
        .. PluginTypes.In(typeof(Cast).Assembly, PluginTypes.BuiltIn),
        new("test.Broken", PluginKind.Converter, "1", typeof(BrokenConverter), null, "test"),
    ]);

    private readonly Dictionary<string, string?> _worker = new() { ["bootstrap.servers"] = "localhost:1", ["group.id"] = "connect-cluster" };

    public static TheoryData<string> Connectors => [.. Names(PluginKind.Source), .. Names(PluginKind.Sink)];

    public static TheoryData<string> Transformations => [.. Plugins.Of(PluginKind.Transformation).DistinctBy(plugin => plugin.Type).Select(plugin => plugin.ClassName)];

    public static TheoryData<string> Predicates => [.. Names(PluginKind.Predicate)];

    public static TheoryData<string> Converters => [.. Names(PluginKind.Converter)];

    [Theory]
    [MemberData(nameof(Connectors))]
    public Task Every_setting_of_a_connector(string className) => CheckAllAsync(new() { ["connector.class"] = className, ["name"] = "a", ["topics"] = "t" }, _ => true);

    [Theory]
    [MemberData(nameof(Transformations))]
    public Task Every_setting_of_a_transformation(string className) => CheckAllAsync(
        new(Sink) { ["transforms"] = "t", ["transforms.t.type"] = className }, key => key.StartsWith("transforms.", StringComparison.Ordinal));

    [Theory]
    [MemberData(nameof(Predicates))]
    public Task Every_setting_of_a_predicate(string className) => CheckAllAsync(
        new(Sink) { ["predicates"] = "p", ["predicates.p.type"] = className }, key => key.StartsWith("predicates.", StringComparison.Ordinal));

    [Theory]
    [MemberData(nameof(Converters))]
    public Task Every_setting_of_a_converter(string className) => CheckAllAsync(
        new(Sink) { ["value.converter"] = className }, key => key.StartsWith("value.converter", StringComparison.Ordinal));

    [Fact]
    public Task Every_setting_of_a_Kafka_client() => CheckAsync(new(Sink), [[.. ClientKeys.Consumer.Keys.Select(key => $"consumer.override.{key}")]]);

    [Theory]
    [MemberData(nameof(CrossField))]
    public async Task Every_rule_between_settings(string expected, string settings)
    {
        _worker["connector.client.config.override.policy"] = "None";
        var config = new Dictionary<string, string?>(Sink);
        foreach (var (key, value) in settings.Split(';').Select(setting => setting.Split('=', 2)).Select(pair => (pair[0], pair[1])))
        {
            config[key] = value == "(null)" ? null : value;
        }

        var report = await ValidateAsync(config);

        Assert.True(report.ErrorCount > 0, settings);
        AssertHints(report, settings);
        Assert.Contains(expected, ValidationHints.Of(report));
    }

    public static TheoryData<string, string> CrossField => new()
    {
        { "Remove 'topics' or 'topics.regex'.", "topics.regex=a" },
        { "Set 'topics' to a list of topics, or 'topics.regex' to a pattern.", "topics=" },
        { "Set 'errors.deadletterqueue.topic.name' to a topic that this connector does not read.", "errors.deadletterqueue.topic.name=t" },
        { "Set 'errors.deadletterqueue.topic.name' to a topic that this connector does not read.", "topics=;topics.regex=d.*;errors.deadletterqueue.topic.name=dlq" },
        { "Set 'errors.deadletterqueue.topic.name' to a topic that this connector does not read, nor that name with '.replayed' behind it.", "topics=q.replayed;errors.deadletterqueue.topic.name=q" },
        { "Set 'errors.deadletterqueue.topic.name' to a topic that this connector does not read, nor that name with '.replayed' behind it.", "topics=;topics.regex=q\\..*;errors.deadletterqueue.topic.name=q" },
        { "Give the connector another 'name', or set 'consumer.override.group.id' to a group of its own.", "name=cluster" },
        { "Remove 'consumer.override.group.id', or have 'connector.client.config.override.policy' of the workers set to All, or to Allowlist with this setting in its list.", "consumer.override.group.id=connect-cluster" },
        { "Add the name to 'predicates' and set 'predicates.NAME.type'.", "transforms=t;transforms.t.type=org.apache.kafka.connect.transforms.Filter;transforms.t.predicate=p" },
        { "Set the transformation's 'predicate', or remove its 'negate'.", "transforms=t;transforms.t.type=org.apache.kafka.connect.transforms.Filter;transforms.t.negate=true" },
        { "Set 'transforms.t.type' to one of the classes that the message names.", "transforms=t;transforms.t.type=org.apache.kafka.connect.transforms.Cast" },
        { "Name each alias in 'transforms' once.", "transforms=a,a" },
        { "Remove 'tasks.max', or give it a value.", "tasks.max=(null)" },
        { "The class of 'value.converter' fails while it is made: look at the worker's log, or set 'value.converter' to another class.", "value.converter=test.Broken" },
        { "Install that version, or remove the setting 'connector.plugin.version' or the version beside it to take the latest.", "connector.plugin.version=[9,9]" },
        { "Set 'exactly.once.source.support' of the workers to 'enabled', or 'exactly.once.support' to 'requested'.", "connector.class=FileStreamSource;topic=t;exactly.once.support=required" },
        { "Set 'transaction.boundary' to 'poll' or 'interval'.", "connector.class=FileStreamSource;topic=t;transaction.boundary=connector" },
        { "Set 'topic.creation.default.partitions' to at least 1, or -1 for the broker's default.", "connector.class=FileStreamSource;topic=t;topic.creation.default.partitions=0;topic.creation.default.replication.factor=1" },
    };

    [Theory]
    [InlineData("tasks.max", "five", "Set 'tasks.max' to a whole number in the range [1,...], for example '1'.")]
    [InlineData("tasks.max", "4 tasks", "Write 'tasks.max' as a whole number in the range [1,...], for example '1', without a unit: 4 for '4 tasks', if that is meant.")]
    [InlineData("tasks.max", "1_0", "Write 'tasks.max' in digits alone: 10.")]
    [InlineData("tasks.max", "2.0", "Write 'tasks.max' in digits alone: 2.")]
    [InlineData("tasks.max", "99999999999", "'99999999999' is too large: set 'tasks.max' to a whole number from -2147483648 to 2147483647.")]
    [InlineData("tasks.max", "\"2\"", "Write the value of 'tasks.max' without quotes: 2.")]
    [InlineData("tasks.max", "0", "Set 'tasks.max' to at least 1.")]
    [InlineData("errors.retry.delay.max.ms", "1.5s", "'errors.retry.delay.max.ms' is in milliseconds: write 1500 for '1.5s'.")]
    [InlineData("errors.retry.timeout", "2 min", "'errors.retry.timeout' is in milliseconds: write 120000 for '2 min'.")]
    [InlineData("consumer.override.fetch.max.bytes", "10MB", "'consumer.override.fetch.max.bytes' is in bytes: write 10485760 for '10MB'.")]
    [InlineData("errors.log.enable", "yes", "Set 'errors.log.enable' to true.")]
    [InlineData("errors.log.enable", "Off", "Set 'errors.log.enable' to false.")]
    [InlineData("errors.log.enable", "ture", "Set 'errors.log.enable' to true.")]
    [InlineData("errors.log.enable", "perhaps", "Set 'errors.log.enable' to true or false.")]
    [InlineData("errors.tolerance", "al", "Did you mean 'all'? 'errors.tolerance' takes one of: none, all.")]
    [InlineData("errors.tolerance", "sometimes", "Set 'errors.tolerance' to one of: none, all.")]
    [InlineData("topics", "[\"a\",\"b\"]", "Write the value of 'topics' without quotes and brackets, separated by commas: a.")]
    [InlineData("value.converter", "JsonConvertor", "Did you mean 'org.apache.kafka.connect.json.JsonConverter'?")]
    [InlineData("value.converter", "io.confluent.connect.json.JsonConverter", "Did you mean 'org.apache.kafka.connect.json.JsonConverter'?")]
    [InlineData("name", "a\tb", "Remove line breaks, tabs and other control characters from 'name'.")]
    [InlineData("topics.regex", "(", "Correct the pattern of 'topics.regex'. Characters such as ( [ * are literal only behind a backslash, for example \\( for a bracket.")]
    public async Task Says_what_to_write(string key, string wrong, string hint)
    {
        var report = await ValidateAsync(With(new(Sink), key, wrong));

        Assert.Contains(hint, ValidationHints.Of(report));
    }

    [Fact]
    public async Task Creation_is_refused_with_a_hint_for_each_error()
    {
        var error = await Assert.ThrowsAsync<ConnectRequestException>(() =>
            Create().RequireValidAsync(With(With(new(Sink), "tasks.max", "0"), "errors.tolerance", "al"), TestContext.Current.CancellationToken));

        Assert.Equal(["Set 'tasks.max' to at least 1.", "Did you mean 'all'? 'errors.tolerance' takes one of: none, all."], error.Hints);
    }

    [Theory]
    [InlineData("connector.class", "FileStreamSnk", "Did you mean 'org.apache.kafka.connect.file.FileStreamSinkConnector'? Set 'connector.class' to it.")]
    [InlineData("connector.clas", "FileStreamSink", "Set 'connector.class'. The configuration has 'connector.clas': rename it if that was meant.")]
    public async Task An_unknown_connector_is_refused_with_a_hint(string key, string className, string hint)
    {
        var error = await Assert.ThrowsAsync<ConnectRequestException>(() =>
            Create().ValidateAsync(new Dictionary<string, string?> { ["name"] = "a", [key] = className }, TestContext.Current.CancellationToken));

        Assert.Equal([hint], error.Hints);
    }

    [Fact]
    public async Task A_setting_of_the_runtime_is_refused_with_a_hint()
    {
        var error = await Assert.ThrowsAsync<ConnectRequestException>(() =>
            Create().RequireValidAsync(With(new(Sink), "errors.restart.backoff.max.ms", "1h"), TestContext.Current.CancellationToken));

        Assert.Equal(["'errors.restart.backoff.max.ms' is in milliseconds: write 3600000 for '1h'."], error.Hints);
    }

    [Fact]
    public async Task No_hint_shows_a_password()
    {
        var report = await ValidateAsync(With(With(new(Sink), "consumer.override.ssl.key.password", Secret), "consumer.override.sasl.jaas.config", $"\"{Secret}\""));

        Assert.DoesNotContain(ValidationHints.Of(report), hint => hint.Contains(Secret, StringComparison.Ordinal));
    }

    private static Dictionary<string, string?> Sink => new() { ["connector.class"] = "FileStreamSink", ["name"] = "a", ["topics"] = "t", ["file"] = "/tmp/out" };

    private static IEnumerable<string> Names(PluginKind kind) => Plugins.Of(kind).Select(plugin => plugin.ClassName).Distinct();

    private static Dictionary<string, string?> With(Dictionary<string, string?> config, string key, string? value) => new(config) { [key] = value };

    // Keys that decide which others there are change alone, the others together.
    private async Task CheckAllAsync(Dictionary<string, string?> config, Func<string, bool> isMeant)
    {
        var unchanged = await ValidateAsync(config);
        AssertHints(unchanged, "nothing changed");
        var keys = unchanged.Keys.Select(key => key.Definition?.Name ?? key.Value?.Name).OfType<string>().Where(key => key != "connector.class" && isMeant(key)).ToLookup(Decides);
        await CheckAsync(config, [[.. keys[false]], .. keys[true].Select(key => new[] { key })]);
    }

    private static bool Decides(string key) =>
        key is "transforms" or "predicates" || key.EndsWith(".type", StringComparison.Ordinal) || key.EndsWith("version", StringComparison.Ordinal) || key.EndsWith("converter", StringComparison.Ordinal);

    private async Task CheckAsync(Dictionary<string, string?> config, string[][] keys)
    {
        var errors = 0;
        foreach (var (together, wrong) in keys.SelectMany(_ => WrongValues, (together, wrong) => (together, wrong)))
        {
            var what = $"{string.Join('/', together)}={wrong}";
            try
            {
                var report = await ValidateAsync(together.Aggregate(config, (changed, key) => With(changed, key, wrong)));
                AssertHints(report, what);
                errors += report.ErrorCount;
            }
            catch (ConnectRequestException refused)
            {
                Assert.Contains(refused.Hints, hint => hint.Length > 0);
            }
        }

        Assert.True(errors > 0);
    }

    private static void AssertHints(ValidationReport report, string what)
    {
        foreach (var row in report.Keys.Where(row => row.Value is not null))
        {
            var errors = row.Value!.Errors; // as filtered
            var hints = ValidationHints.Of(row, report);
            Assert.Equal(errors.Count, hints.Count);
            Assert.All(hints, (hint, i) => Assert.True(hint.Contains('\'', StringComparison.Ordinal) && hint[^1] is '.' or '?', $"{what}: '{errors[i]}' has the hint '{hint}'."));
        }
    }

    private Task<ValidationReport> ValidateAsync(Dictionary<string, string?> config) => Create().ValidateAsync(config, TestContext.Current.CancellationToken);

    private ConnectorValidator Create() => new(
        Plugins,
        new PluginDefinitions(),
        new VariableResolver(new Dictionary<string, IConfigProvider>()),
        WorkerConfig.Parse(_worker),
        TimeProvider.System,
        NullLogger<ConnectorValidator>.Instance);
}

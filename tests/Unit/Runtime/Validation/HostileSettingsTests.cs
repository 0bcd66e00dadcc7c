using Microsoft.Extensions.Logging.Abstractions;
using OrleansConnect.Abstractions.Configuration;
using OrleansConnect.Connectors.Files;
using OrleansConnect.Converters;
using OrleansConnect.Runtime.Configuration;
using OrleansConnect.Runtime.Plugins;
using OrleansConnect.Runtime.Validation;
using OrleansConnect.Transforms;

namespace OrleansConnect.Tests.Unit.Runtime.Validation;

/// <summary>Settings that would take the stack or the hours of a worker are refused before any task gets them.</summary>
public sealed class HostileSettingsTests
{
    private const string Transforms = "org.apache.kafka.connect.transforms.";

    private static readonly PluginRegistry Plugins = new(
    [
        .. PluginTypes.In(typeof(FileSourceConnector).Assembly, PluginTypes.BuiltIn),
        .. PluginTypes.In(typeof(StringConverter).Assembly, PluginTypes.BuiltIn),
        .. PluginTypes.In(typeof(Cast).Assembly, PluginTypes.BuiltIn),
    ]);

    [Theory]
    [InlineData("Cast$Value", "spec", ":int8", 101, "V2", true)]
    [InlineData("Cast$Value", "spec", ":int8", 100_000, "V2", true)]
    [InlineData("Cast$Value", "spec", ":int8", 100, "V2", false)]
    [InlineData("Cast$Value", "spec", ":int8", 101, "V1", false)]
    [InlineData("ExtractField$Value", "field", "", 101, "V2", true)]
    [InlineData("HoistField$Value", "field", "", 101, "v2", true)]
    [InlineData("ReplaceField$Value", "exclude", "", 101, "V2", true)]
    [InlineData("ReplaceField$Value", "renames", ":b", 101, "V2", true)]
    [InlineData("ReplaceField$Value", "renames", ":b", 101, "V1", false)]
    [InlineData("MaskField$Value", "fields", "", 101, "V2", true)]
    [InlineData("ValueToKey", "fields", "", 101, "V2", true)]
    [InlineData("InsertField$Value", "topic.field", "", 101, "V2", true)]
    public async Task A_path_to_a_field_has_so_many_names_and_no_more(string type, string setting, string rest, int names, string syntax, bool isRefused)
    {
        var path = string.Join('.', Enumerable.Repeat("a", names)) + rest;

        var report = await ValidateAsync(new()
        {
            ["transforms"] = "t",
            ["transforms.t.type"] = Transforms + type,
            [$"transforms.t.{setting}"] = path,
            ["transforms.t.field.syntax.version"] = syntax,
        });

        var row = Assert.Single(report.Keys, key => key.Value?.Name == $"transforms.t.{setting}");
        Assert.Equal(isRefused ? 1 : 0, report.ErrorCount);
        Assert.All(row.Value?.Errors ?? [], error => Assert.StartsWith("The path of a field has at most 100 names, and this one more: [a.a.", error, StringComparison.Ordinal));
        Assert.Equal(isRefused ? 1 : 0, row.Value?.Errors.Count);
    }

    [Theory]
    [InlineData("FileStreamSource", "transforms.t.regex")]
    [InlineData("FileStreamSource", "predicates.p.pattern")]
    [InlineData("FileStreamSink", "topics.regex")]
    public async Task Classes_within_each_other_do_not_take_the_stack(string connector, string setting)
    {
        var report = await ValidateAsync(new()
        {
            ["connector.class"] = connector,
            ["transforms"] = "t",
            ["transforms.t.type"] = Transforms + "RegexRouter",
            ["transforms.t.regex"] = "a",
            ["transforms.t.replacement"] = "b",
            ["predicates"] = "p",
            ["predicates.p.type"] = Transforms + "predicates.TopicNameMatches",
            ["predicates.p.pattern"] = "a",
            [setting] = new string('[', 100_000),
        });

        var row = Assert.Single(report.Keys, key => key.Value?.Name == setting);
        Assert.Contains(": Invalid regex: More than 250 classes within each other", Assert.Single(row.Value?.Errors ?? []), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_version_has_so_many_characters_and_no_more()
    {
        var version = string.Concat(Enumerable.Repeat("1-", 100_000));

        var error = await Assert.ThrowsAsync<OrleansConnect.Grains.ConnectRequestException>(
            () => ValidateAsync(new() { ["connector.plugin.version"] = $"[{version},{version}]" }));

        Assert.StartsWith("Invalid version specification: [1-1-", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Twenty_thousand_transformations_are_validated_in_time()
    {
        string[] aliases = [.. Enumerable.Range(0, 20_000).Select(number => $"t{number}")];
        var config = new Dictionary<string, string?> { ["transforms"] = string.Join(',', aliases) };
        foreach (var alias in aliases)
        {
            config[$"transforms.{alias}.type"] = Transforms + "ExtractField$Value";
            config[$"transforms.{alias}.field"] = "a";
        }

        var report = await ValidateAsync(config);

        Assert.Equal(0, report.ErrorCount);
        Assert.Equal(aliases.Length, report.Keys.Count(key => key.Value?.Name.EndsWith(".field", StringComparison.Ordinal) ?? false));
    }

    // The limit is the one that clients wait for: whatever takes longer fails.
    private static Task<ValidationReport> ValidateAsync(Dictionary<string, string?> config)
    {
        config.TryAdd("name", "a");
        config.TryAdd("connector.class", "FileStreamSource");
        config.TryAdd("topic", "t");
        var worker = WorkerConfig.Parse(new Dictionary<string, string?> { ["bootstrap.servers"] = "localhost:1", ["group.id"] = "connect-cluster" });
        return new ConnectorValidator(Plugins, new(), new(new Dictionary<string, IConfigProvider>()), worker, TimeProvider.System, NullLogger<ConnectorValidator>.Instance)
            .ValidateAsync(config, TestContext.Current.CancellationToken);
    }
}

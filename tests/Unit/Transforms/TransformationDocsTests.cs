using System.Text.RegularExpressions;
using OrleansConnect.Abstractions.Configuration;
using OrleansConnect.Abstractions.Data;
using OrleansConnect.Abstractions.Plugins;
using OrleansConnect.Tests.Unit.Repository;
using OrleansConnect.Transforms;

namespace OrleansConnect.Tests.Unit.Transforms;

/// <summary>The page about transformations has the settings that the code has. With UPDATE_DOCS=1 in the environment the test writes them.</summary>
public sealed partial class TransformationDocsTests
{
    private const string Page = "docs/transformations.md";

    [Fact]
    public void The_page_shows_every_setting()
    {
        var page = Checkout.Read(Page);
        var plugins = typeof(Cast).Assembly.GetTypes().Where(type => type.IsDefined(typeof(PluginAttribute), inherit: false)).ToDictionary(type => type.Name, Create);

        var expected = Table().Replace(page, match => $"<!-- settings of {match.Groups["name"].Value} -->\n{Render(plugins[match.Groups["name"].Value].Config)}<!-- end -->");

        if (Environment.GetEnvironmentVariable("UPDATE_DOCS") == "1")
        {
            File.WriteAllText(Path.Combine(Checkout.Root, Page), expected);
        }

        Assert.Equal(plugins.Keys.Order(), Table().Matches(page).Select(match => match.Groups["name"].Value).Order());
        Assert.Equal(expected, Checkout.Read(Page));
    }

    private static IConnectPlugin Create(Type type)
    {
        object[] arguments = type.GetConstructor([typeof(RecordPart)]) is null ? [] : [RecordPart.Value];
        return (IConnectPlugin)(Activator.CreateInstance(type, arguments) ?? throw new InvalidOperationException(type.Name));
    }

    private static string Render(ConfigDef definition)
    {
        var rows = definition.Keys.Select(key => $"| `{key.Name}` | {key.Type.ToString().ToLowerInvariant()} | {Default(key)} | {key.Documentation.Replace("|", "\\|", StringComparison.Ordinal)}{Allowed(key)} |\n");
        return definition.Keys.Count == 0 ? "No settings.\n" : $"| Setting | Type | Default | Meaning |\n|---|---|---|---|\n{string.Concat(rows)}";
    }

    private static string Default(ConfigKey key) => !key.HasDefault ? "required" : ConfigText.Render(key.DefaultValue) is { Length: > 0 } text ? $"`{text}`" : "none";

    private static string Allowed(ConfigKey key) => key.Validator?.ToString() is { Length: > 0 } rule && rule.StartsWith('[') ? $" One of {rule[1..^1]}." : "";

    [GeneratedRegex("<!-- settings of (?<name>[A-Za-z]+) -->\n(.*?)<!-- end -->", RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Table();
}

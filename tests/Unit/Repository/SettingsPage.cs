using System.Text.RegularExpressions;
using OrleansConnect.Abstractions.Configuration;

namespace OrleansConnect.Tests.Unit.Repository;

/// <summary>A page whose tables of settings, each between two comments, are those that the code has. With UPDATE_DOCS=1 in the environment the check writes them.</summary>
/// <param name="path">The page, from the root of the checkout.</param>
/// <param name="definitions">The settings, by the name that the comments give to each table.</param>
internal sealed partial class SettingsPage(string path, IReadOnlyDictionary<string, ConfigDef> definitions)
{
    public void Check()
    {
        var page = Checkout.Read(path);
        var tables = Table().Matches(page);
        Assert.Equal(definitions.Keys.Order(), tables.Select(table => table.Groups["name"].Value).Order());
        if (Environment.GetEnvironmentVariable("UPDATE_DOCS") == "1")
        {
            File.WriteAllText(Path.Combine(Checkout.Root, path), Table().Replace(page, Expected));
            return;
        }

        var stale = tables.Where(table => table.Value != Expected(table)).Select(Expected).ToList();
        Assert.True(stale.Count == 0, $"'{path}' should have these tables. This test writes them with UPDATE_DOCS=1 in the environment.\n{string.Join("\n", stale)}");
    }

    private string Expected(Match table)
    {
        var name = table.Groups["name"].Value;
        return $"<!-- settings of {name} -->\n{Render(definitions[name])}<!-- end -->";
    }

    private static string Render(ConfigDef definition)
    {
        var rows = definition.Keys.Select(key => $"| `{key.Name}` | {key.Type.ToString().ToLowerInvariant()} | {Default(key)} | {key.Documentation.Replace("|", "\\|", StringComparison.Ordinal)}{Allowed(key)} |\n");
        return definition.Keys.Count == 0 ? "No settings.\n" : $"| Setting | Type | Default | Meaning |\n|---|---|---|---|\n{string.Concat(rows)}";
    }

    private static string Default(ConfigKey key) => !key.HasDefault ? "required" : ConfigText.Render(key.DefaultValue) is { Length: > 0 } text ? $"`{text}`" : "none";

    // Of a range, what the setting means says it in words.
    private static string Allowed(ConfigKey key) => Choice().Match(key.Validator?.ToString() ?? "") is { Success: true } choice ? $" One of {choice.Groups["values"].Value}." : "";

    [GeneratedRegex("<!-- settings of (?<name>[A-Za-z]+) -->\n(.*?)<!-- end -->", RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Table();

    [GeneratedRegex(@"^(null or )?\[(?<values>(?!.*\.\.\.).*)\]$", RegexOptions.ExplicitCapture)]
    private static partial Regex Choice();
}

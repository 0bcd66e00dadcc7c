using System.Text.RegularExpressions;

namespace OrleansConnect.Tests.Unit.Connectors;

/// <summary>What the pages for plugin authors show is what is compiled.</summary>
public sealed partial class SnippetTests
{
    private static readonly string Root = FindRoot();

    [Theory]
    [InlineData("writing-a-connector.md")]
    [InlineData("exactly-once-sinks.md")]
    public async Task Every_snippet_of_the_pages_for_plugin_authors_is_in_the_file_it_names(string name)
    {
        var page = await File.ReadAllTextAsync(Path.Combine(Root, "docs", name), TestContext.Current.CancellationToken);
        var snippets = Snippet().Matches(page);

        Assert.NotEmpty(snippets);
        foreach (Match snippet in snippets)
        {
            var source = await File.ReadAllTextAsync(Path.Combine(Root, snippet.Groups["file"].Value), TestContext.Current.CancellationToken);
            Assert.Contains(Unindented(snippet.Groups["code"].Value), Unindented(source), StringComparison.Ordinal);
        }
    }

    private static string Unindented(string text) => string.Join('\n', text.Split('\n').Select(line => line.Trim()));

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "OrleansConnect.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("The tests do not run within the repository.");
        }

        return folder.FullName;
    }

    [GeneratedRegex(@"<!-- (?<file>\S+) -->\n```\w+\n(?<code>.*?)\n```", RegexOptions.Singleline)]
    private static partial Regex Snippet();
}

using System.Text.RegularExpressions;

namespace OrleansConnect.Tests.Unit.Repository;

/// <summary>What no compiler sees.</summary>
public sealed partial class RepositoryTests
{
    private static readonly string[] RootNames =
    [
        ".ci", ".editorconfig", ".gitattributes", ".gitignore", "CHANGELOG.md", "Directory.Build.props", "Directory.Packages.props", "LICENSE",
        "OrleansConnect.sln", "README.md", "aspire", "client", "docs", "eng", "examples", "global.json", "silo", "src", "tests",
    ];

    private static readonly string[] LocalNames = [".git", ".vs", ".vscode", ".idea", "artifacts", "data", "BenchmarkDotNet.Artifacts", "TestResults"];

    [Fact]
    public void The_root_holds_what_it_should_and_nothing_else()
    {
        var found = Directory.EnumerateFileSystemEntries(Checkout.Root).Select(path => Path.GetFileName(path)).Except(LocalNames);

        Assert.Empty(found.Except(RootNames));
    }

    [Fact]
    public void No_source_file_is_longer_than_400_lines()
    {
        var tooLong = Checkout.Files(".cs").Select(path => (path, lines: Checkout.Read(path).Count(c => c == '\n'))).Where(file => file.lines > 400);

        Assert.Empty(tooLong);
    }

    [Fact]
    public void No_work_is_put_off_in_comments()
    {
        string[] marks = ["TO" + "DO", "FIX" + "ME", "Not" + "ImplementedException"];

        var found = Checkout.Files(".cs").Where(path => marks.Any(mark => Checkout.Read(path).Contains(mark, StringComparison.Ordinal)));

        Assert.Empty(found);
    }

    [Fact]
    public void The_readme_fits_on_a_page() => Assert.InRange(Checkout.Read("README.md").Count(c => c == '\n'), 1, 120);

    [Fact]
    public void Decision_records_are_short()
    {
        var tooLong = Checkout.Files(".md").Where(path => path.StartsWith("docs/adr/", StringComparison.Ordinal) && Checkout.Read(path).Count(c => c == '\n') > 60);

        Assert.Empty(tooLong);
    }

    [Fact]
    public void Every_project_is_in_the_solution()
    {
        var solution = Checkout.Read("OrleansConnect.sln").Replace('\\', '/');

        var missing = Checkout.Files(".csproj").Where(path => !path.StartsWith("aspire/", StringComparison.Ordinal) && !solution.Contains(path, StringComparison.Ordinal));

        Assert.Empty(missing);
    }

    [Fact]
    public void Every_file_that_the_documents_name_is_there()
    {
        var sources = Checkout.Files(".cs").ToList();
        var named = Checkout.Files(".md").SelectMany(document => SourceFile().Matches(Checkout.Read(document)).Select(match => (document, match.Value)));

        Assert.DoesNotContain(named, name => !sources.Exists(path => ("/" + path).EndsWith("/" + name.Value, StringComparison.Ordinal)));
    }

    [Fact]
    public void Every_page_that_a_document_links_to_is_there()
    {
        var links = Checkout.Files(".md").SelectMany(document => Link().Matches(Checkout.Read(document)).Select(match => (document, target: match.Groups["target"].Value)));

        Assert.DoesNotContain(links, link => !Path.Exists(Path.Combine(Checkout.Root, Path.GetDirectoryName(link.document) ?? "", link.target)));
    }

    [GeneratedRegex(@"[A-Za-z][A-Za-z/]*/[A-Za-z]+\.cs\b")]
    private static partial Regex SourceFile();

    [GeneratedRegex(@"\]\((?<target>[^):#]+)(#[^)]*)?\)")]
    private static partial Regex Link();
}

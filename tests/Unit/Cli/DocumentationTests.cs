extern alias cli;

using System.CommandLine;
using cli::OrleansConnect.Cli;
using cli::OrleansConnect.Cli.Commands;
using OrleansConnect.Tests.Unit.Repository;

namespace OrleansConnect.Tests.Unit.Cli;

/// <summary>The page about the command line says what the parser takes, no less and no more.</summary>
public sealed class DocumentationTests
{
    private static readonly RootCommand Root = CommandTree.Create(new Terminal(TextReader.Null, TextWriter.Null, TextWriter.Null));
    private static readonly string Page = Checkout.Read("docs/command-line.md");

    public static TheoryData<string> Commands => [.. Root.Subcommands.Select(command => command.Name)];

    [Theory]
    [MemberData(nameof(Commands))]
    public void Every_command_has_a_section_with_its_options(string name)
    {
        var section = Assert.Single(Page.Split("\n## "), part => part.StartsWith($"{name} ", StringComparison.Ordinal) || part.StartsWith($"{name}\n", StringComparison.Ordinal));

        var command = Root.Subcommands.Single(command => command.Name == name);

        Assert.All(command.Options, option => Assert.Contains($"`{option.Name}", section, StringComparison.Ordinal));
        Assert.All(command.Arguments, argument => Assert.Contains(argument.Name, section, StringComparison.Ordinal));
    }

    public static TheoryData<string> Pages => [.. Checkout.Files(".md").Where(path => path.StartsWith("docs/", StringComparison.Ordinal) || path == "README.md")];

    [Theory]
    [MemberData(nameof(Pages))]
    public void No_page_shows_a_command_or_an_option_that_does_not_exist(string page)
    {
        var lines = Checkout.Read(page).Split('\n').Select(line => line.Trim()).Where(line => line.StartsWith("orleans-connect ", StringComparison.Ordinal));

        Assert.All(lines, line =>
        {
            var words = line.Split(" #")[0].Split(" >")[0].Split(" |")[0].Split(" <")[0];
            Assert.Empty(Root.Parse(words["orleans-connect ".Length..].Trim()).Errors);
        });
    }

    [Fact]
    public void Options_of_every_command_and_exit_codes_are_on_the_page()
    {
        Assert.All(Root.Options.Where(option => option.Name is not ("--help" or "--version")), option => Assert.Contains($"`{option.Name}", Page, StringComparison.Ordinal));
        Assert.All((int[])[0, 1, 2, 3, 4, 5, 6, 7, 130, 141], code => Assert.Contains($"| {code} |", Page, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Help_has_examples_that_the_parser_takes()
    {
        foreach (var command in Root.Subcommands)
        {
            var run = await CliRun.OfAsync(command.Name, "--help");
            Assert.Equal(0, run.ExitCode);
            var examples = run.Output.Split("Examples:")[1].Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0).ToList();
            Assert.NotEmpty(examples);
            Assert.All(examples, line => Assert.Empty(Root.Parse(line.Split(" >")[0].Split(" <")[0]["orleans-connect ".Length..]).Errors));
        }
    }
}

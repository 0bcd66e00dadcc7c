namespace OrleansConnect.Tests.Unit.Cli;

public sealed class CompletionTests
{
    [Theory]
    [InlineData("l", "list")]
    [InlineData("pl", "plugins")]
    [InlineData("dlq re", "replay")]
    [InlineData("status a --wat", "--watch")]
    [InlineData("create a.json --state p", "paused")]
    [InlineData("create a.json --state ", "paused running stopped")]
    [InlineData("dlq ", "list replay show")]
    [InlineData("create t", "")]
    [InlineData("create ", "")]
    [InlineData("create two.properties --", "--connect-timeout --help --json --name --no-color --server --state --wait")]
    [InlineData("create a.json --xyz", "")]
    [InlineData("status --connect-timeout x a", "")]
    public async Task The_program_completes_what_begins_as_the_word_at_the_cursor_and_options_behind_a_dash(string words, string completions)
    {
        var line = $"orleans-connect {words}";

        var atCursor = await CliRun.OfAsync($"[suggest:{line.Length}]", line + "and more");
        var atEnd = await CliRun.OfAsync("[suggest]", line);

        Assert.Equal(completions, string.Join(' ', atEnd.Output.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries)));
        Assert.Equal(atEnd.Output, (await CliRun.OfAsync($"[suggest:{line.Length}]", line)).Output);
        Assert.Equal(atEnd.Output, atCursor.Output);
    }

    [Fact]
    public async Task A_cursor_behind_blanks_that_a_shell_has_cut_begins_a_new_word()
    {
        var run = await CliRun.OfAsync("[suggest:40]", "orleans-connect dlq");

        Assert.Equal(["list", "replay", "show"], run.Output.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries));
    }

    [Theory]
    [InlineData("create t", "compopt -o default")]
    [InlineData("offsets a --set t", "compopt -o default")]
    [InlineData("pl", "plugins")]
    [InlineData("create a.json --state ", "paused running stopped")]
    public async Task Bash_offers_what_the_program_has_and_files_where_it_has_nothing(string words, string offered)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "bash is not the shell there.");
        var line = $"orleans-connect {words}";

        // As readline calls it; what is told to readline is shown.
        using var shell = BashScript.Start(
            $$"""
            source <(orleans-connect completion bash)
            compopt() (echo compopt "$@")
            COMP_LINE='{{line}}' COMP_POINT={{line.Length}}
            _orleans_connect
            echo "${COMPREPLY[@]}"
            """);
        var output = await shell.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);

        Assert.Equal(offered, output.Trim().ReplaceLineEndings(" "));
    }
}

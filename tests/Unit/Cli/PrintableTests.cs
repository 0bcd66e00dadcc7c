extern alias cli;

using System.Text.Json;
using cli::OrleansConnect.Cli;
using cli::OrleansConnect.Cli.DeadLetters;
using cli::OrleansConnect.Cli.Previews;
using cli::OrleansConnect.Cli.Rendering;
using OrleansConnect.Client;
using Spectre.Console;

namespace OrleansConnect.Tests.Unit.Cli;

/// <summary>Whoever writes to a topic writes nothing but text to a terminal.</summary>
public sealed class PrintableTests
{
    private const string Hostile = "a\u001b]0;owned\u0007\u001b[2J\u007f\u009b\u202e\u2066z";
    private const string Shown = @"a\x1b]0;owned\x07\x1b[2J\x7f\x9b\u202e\u2066z";

    private static readonly DeadLetterPart None = new(null, null, null, null);

    [Theory]
    [InlineData(Hostile, Shown)]
    [InlineData("a\r\nb\tc", @"a\r\nb\tc")]
    [InlineData("plain é 😀 \\n", "plain é 😀 \\n")]
    [InlineData("", "")]
    public void A_line_has_no_control_characters(string text, string shown) => Assert.Equal(shown, Printable.Line(text));

    [Theory]
    [InlineData(Hostile, Shown)]
    [InlineData("a\r\nb\n\tc", "a\nb\n\tc")]
    [InlineData("real\rforged", @"real\rforged")]
    public void A_block_keeps_its_lines(string text, string shown) => Assert.Equal(shown, Printable.Block(text));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Nothing_gets_through_a_terminal_but_its_own_colours(bool isLive)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var terminal = new Terminal(TextReader.Null, output, error) { IsLive = isLive, HasColors = isLive };

        terminal.WriteLine(Hostile);
        terminal.Note(Hostile);
        terminal.Write(new Text(Hostile, new Style(Color.Red)));

        Assert.Equal(3, (output.ToString() + error).Split(Shown).Length - 1);
        Assert.DoesNotContain("\u001b]", output.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("\u001b[2J", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_letter_forges_no_line()
    {
        var letter = new DeadLetter(
            "0:1", None with { Bytes = "k\nvalue: forged"u8.ToArray() }, None with { Error = "no\nJSON" }, [new("h\nx", None)],
            new Dictionary<string, string?> { ["exception.message"] = "m\nforged: 1", ["exception.stacktrace"] = "at A\n\tat B\u001b[2J" });

        var text = PlainText.Of(LetterText.Of(letter), 200);

        Assert.Equal(
            """
            Dead letter 0:1
            key: k\nvalue: forged
            value: null
              cannot be decoded: no\nJSON
            header h\nx: null
            exception.message: m\nforged: 1
            at A
            """,
            text[..text.IndexOf("\n\tat B", StringComparison.Ordinal)]);
        Assert.EndsWith(@"at B\x1b[2J", text.TrimEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public void Previews_and_replays_forge_no_line()
    {
        var record = new PreviewRecord { Topic = "t", Key = "a\nb"u8.ToArray(), Headers = [new("h\n", "1\n"u8.ToArray())] };
        var error = new PreviewError("E", "m\nforged", "TASK_PUT", "h\nx");

        var preview = PlainText.Of(PreviewText.Of([record, record], [new(record, null, []), new(null, error, [])]), 200);
        var replay = PlainText.Of(ReplayText.Of([new("0:1", ReplayState.Ready) { Record = record, Error = error }]), 200);

        Assert.Equal(2, preview.TrimEnd().Split('\n').Length);
        Assert.Equal(2, replay.TrimEnd().Split('\n').Length);
    }

    [Fact]
    public void JSON_stays_the_JSON_of_the_same_text()
    {
        var output = new StringWriter();
        var terminal = new Terminal(TextReader.Null, output, TextWriter.Null);

        terminal.WriteLine(JsonOutput.Line(new Movement(1, default, Hostile + "\n\r\t", null, null, "")));

        Assert.Equal(Hostile + "\n\r\t", JsonDocument.Parse(output.ToString()).RootElement.GetProperty("what").GetString());
    }
}

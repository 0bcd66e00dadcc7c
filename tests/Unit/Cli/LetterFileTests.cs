extern alias cli;

using System.Text;
using cli::OrleansConnect.Cli.DeadLetters;
using OrleansConnect.Client;

namespace OrleansConnect.Tests.Unit.Cli;

public sealed class LetterFileTests
{
    private static readonly DeadLetter Letter = new(
        "0:17", Part("k"), Part("""{"n":1,"big":12345678901234567890.10}"""), [new("trace", Part("1")), new("bytes", new(new byte[] { 255 }, null, null, null))], new Dictionary<string, string?>());

    [Fact]
    public void A_letter_is_written_so_that_its_json_can_be_edited() => Assert.Equal(
        """
        {
          "key": "k",
          "value": {
            "n": 1,
            "big": 12345678901234567890.10
          },
          "headers": [
            {
              "key": "trace",
              "value": "1"
            },
            {
              "key": "bytes",
              "value": {
                "base64": "/w=="
              }
            }
          ]
        }

        """,
        LetterFile.Write(Letter));

    [Fact]
    public void What_was_not_changed_is_not_sent() => Assert.Null(LetterFile.Changes("file", LetterFile.Write(Letter), LetterFile.Write(Letter)));

    [Fact]
    public void A_changed_value_is_json_on_one_line()
    {
        var edit = Edit("\"n\": 1,", "\"n\": 2,");

        Assert.Equal("""{"n":2,"big":12345678901234567890.10}""", Text(edit?.Value));
        Assert.Equal((null, null), (edit?.Key, edit?.Headers));
    }

    [Fact]
    public void A_value_may_become_text_or_null_and_headers_change_as_a_whole()
    {
        Assert.Equal("plain", Text(LetterFile.Changes("file", """{"value": {}}""", """{"value": "plain"}""")?.Value));
        var tombstone = LetterFile.Changes("file", """{"value": {}}""", """{"value": null}""")?.Value;
        Assert.True(tombstone is { Bytes: null });
        Assert.Equal([("trace", "2"), ("bytes", null)], Edit("\"value\": \"1\"", "\"value\": \"2\"")?.Headers?.Select(header => (header.Key, header.Key == "bytes" ? null : Encoding.UTF8.GetString(header.Value!.Value.Span))));
    }

    [Fact]
    public void Texts_that_only_look_like_json_stay_texts()
    {
        var letter = Letter with { Value = Part("\"quoted\""), Key = Part("""{"base64":"AA=="}""") };

        Assert.Null(LetterFile.Changes("file", LetterFile.Write(letter), LetterFile.Write(letter)));
        Assert.Contains("""
            "key": "{\"base64\":\"AA==\"}"
            """, LetterFile.Write(letter), StringComparison.Ordinal);
    }

    private static DeadLetterEdit? Edit(string old, string changed) =>
        LetterFile.Changes("file", LetterFile.Write(Letter), LetterFile.Write(Letter).Replace(old, changed, StringComparison.Ordinal));

    private static DeadLetterPart Part(string text) => new(Encoding.UTF8.GetBytes(text), null, null, null);

    private static string? Text(DeadLetterBytes? part) => part?.Bytes is { } bytes ? Encoding.UTF8.GetString(bytes.Span) : null;
}

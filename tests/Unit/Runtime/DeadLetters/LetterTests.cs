using System.Text;
using OrleansConnect.Grains;
using OrleansConnect.Runtime.DeadLetters;

namespace OrleansConnect.Tests.Unit.Runtime.DeadLetters;

public sealed class LetterTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 31, 8, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_letter_says_where_it_comes_from_and_keeps_the_headers_that_were_its_own()
    {
        var letter = A.Letter(7, "bad", own: [new("trace", "t"u8.ToArray()), new("empty", null)]);

        Assert.Equal(("orders", 3, 107L, "out"), (letter.Topic, letter.Partition, letter.Offset, letter.Connector));
        Assert.Equal(["trace", "empty"], letter.OriginalHeaders.Select(header => header.Key));
        Assert.Equal(10, letter.ContextHeaders.Count);
    }

    [Fact]
    public void A_record_of_another_queue_keeps_what_that_one_said()
    {
        var letter = A.Letter(7, "second", own: [A.Header("topic", "first"), A.Header("exception.message", "first")]);

        Assert.Equal(("orders", "second"), (letter.Topic, letter.Message));
        Assert.Equal(["__connect.errors.topic", "__connect.errors.exception.message"], letter.OriginalHeaders.Select(header => header.Key));
    }

    [Fact]
    public void A_record_without_context_keeps_all_its_headers()
    {
        var letter = new Letter(new("orders-dlq", 0, 1) { Headers = [A.Header("stage", "x"), new("own", null)] });

        Assert.False(letter.HasContext);
        Assert.Equal(2, letter.OriginalHeaders.Count);
    }

    [Fact]
    public void The_context_of_another_queue_is_no_context_where_letters_are_written_without_one()
    {
        var record = A.Letter(7, "bad", connector: "other").Record;

        var own = new Letter(record, "other");
        var foreign = new Letter(record, "out");

        Assert.Equal(("orders", "other"), (own.Topic, own.Connector));
        Assert.Equal((false, null, null), (foreign.HasContext, foreign.Topic, foreign.Connector));
        Assert.Equal(record.Headers.Count, foreign.OriginalHeaders.Count);
    }

    [Fact]
    public void After_its_turn_a_letter_is_replayed_in_doubt_or_as_it_was()
    {
        var (id, before) = (new LetterId(0, 7), new LetterMark(LetterState.Started, Now.AddDays(-1), "connector out"));

        Assert.True(ReplayVerdicts.TryMark(new(id, ReplayState.Replayed) { To = "connector out" }, before, Now, out var replayed));
        Assert.Equal(new(LetterState.Replayed, Now, "connector out"), replayed);
        Assert.False(ReplayVerdicts.TryMark(new(id, ReplayState.Unknown), before, Now, out _));
        foreach (var state in new[] { ReplayState.NotTried, ReplayState.Failed })
        {
            Assert.True(ReplayVerdicts.TryMark(new(id, state), before, Now, out var doubted));
            Assert.Equal(before, doubted);
            Assert.True(ReplayVerdicts.TryMark(new(id, state), null, Now, out var none));
            Assert.Null(none);
        }
    }

    [Fact]
    public void A_mark_is_found_for_its_letter_until_it_is_taken_away()
    {
        var (marks, letter, mark) = (new LetterMarks("orders-dlq.replayed"), A.Letter(7, "bad"), new LetterMark(LetterState.Replayed, Now, "topic orders"));

        marks.Add(A.Mark(letter, new(LetterState.Started, Now, "connector out")));
        Assert.Equal(LetterState.Started, marks.Find(letter)?.State);
        marks.Add(A.Mark(letter, mark));
        Assert.Equal(mark, marks.Find(letter));
        Assert.Null(marks.Find(A.Letter(8, "bad")));
        marks.Add(A.Mark(letter, null));
        Assert.Null(marks.Find(letter));
    }

    [Fact]
    public void A_mark_is_not_one_of_the_letter_that_has_the_id_after_the_queue_was_made_anew()
    {
        var marks = new LetterMarks("orders-dlq.replayed");
        marks.Add(A.Mark(A.Letter(7, "bad"), new(LetterState.Replayed, Now, "topic orders")));

        Assert.Null(marks.Find(A.Letter(7, "another")));
    }

    [Fact]
    public void A_mark_that_cannot_be_read_is_not_passed_over()
    {
        var (marks, letter) = (new LetterMarks("orders-dlq.replayed"), A.Letter(7, "bad"));
        marks.Add(A.Mark(letter, null) with { Value = "no"u8.ToArray() });

        Assert.Contains("'orders-dlq.replayed'", Assert.Throws<ConnectRequestException>(() => marks.Find(letter)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Only_a_letter_of_unknown_outcome_is_replayed_again_and_only_when_asked_for()
    {
        var (letter, started, replayed) = (A.Letter(7, "bad"), new LetterMark(LetterState.Started, Now, "connector out"), new LetterMark(LetterState.Replayed, Now, "topic orders"));

        Assert.Null(ReplayVerdicts.Refusal(letter, null, again: false));
        Assert.Equal(ReplayState.Unknown, ReplayVerdicts.Refusal(letter, started, again: false)?.State);
        Assert.Null(ReplayVerdicts.Refusal(letter, started, again: true));
        Assert.Equal(ReplayState.ReplayedBefore, ReplayVerdicts.Refusal(letter, replayed, again: true)?.State);
    }

    [Fact]
    public void An_edit_changes_what_it_names_and_nothing_else()
    {
        var letter = A.Letter(7, "bad", own: [new("trace", "t"u8.ToArray())]);

        var same = ReplayItem.Of(letter, null).Record;
        var edited = ReplayItem.Of(letter, new() { HasKey = true, Key = "k"u8.ToArray(), HasValue = true }).Record;

        Assert.Equal(("orders", 3, 1007L, "value 7"), (same.Topic, same.Partition, same.TimestampMs, Encoding.UTF8.GetString(same.Value ?? [])));
        Assert.Null(same.Key);
        Assert.Equal(("k", true), (Encoding.UTF8.GetString(edited.Key ?? []), edited.Value is null));
        Assert.Equal("trace", Assert.Single(edited.Headers).Key);
    }

    [Theory]
    [InlineData("0:17", 0, 17)]
    [InlineData("12:9223372036854775807", 12, long.MaxValue)]
    public void An_id_is_partition_and_offset(string text, int partition, long offset) => Assert.Equal(new(partition, offset), LetterId.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData("17")]
    [InlineData("0:-1")]
    [InlineData("0:1:2")]
    [InlineData("a:1")]
    public void What_is_no_id_is_refused(string text) => Assert.Throws<ConnectRequestException>(() => LetterId.Parse(text));
}

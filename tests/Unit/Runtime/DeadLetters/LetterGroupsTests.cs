using OrleansConnect.Runtime.DeadLetters;

namespace OrleansConnect.Tests.Unit.Runtime.DeadLetters;

public sealed class LetterGroupsTests
{
    private readonly LetterGroups _groups = new(text => text.Replace("hunter2", "${secret}", StringComparison.Ordinal));

    [Fact]
    public void Letters_of_one_cause_are_one_group_whatever_numbers_and_quoted_parts_they_name()
    {
        for (var number = 0; number < 10_000; number++)
        {
            _groups.Add(A.Letter(number, $"Field 'total' of order {number} is \"x{number}\" at byte 7"), null);
        }

        var group = Assert.Single(_groups.ToList());

        Assert.Equal("Field 'total' of order … is … at byte 7", group.Message);
        Assert.Equal(10_000, group.Letters.Count);
        Assert.Equal(("VALUE_CONVERTER", "Json", "DataException"), (group.Stage, group.ClassName, group.ExceptionClass));
        Assert.Equal((1000, 10_999), (group.First?.ToUnixTimeMilliseconds(), group.Last?.ToUnixTimeMilliseconds()));
    }

    [Fact]
    public void Another_stage_class_exception_or_wording_is_another_group()
    {
        _groups.Add(A.Letter(0, "a"), null);
        _groups.Add(A.Letter(1, "a"), null);
        _groups.Add(A.Letter(2, "b"), null);
        _groups.Add(A.Letter(3, "a", stage: "KEY_CONVERTER"), null);
        _groups.Add(A.Letter(4, "a", connector: "other"), null);

        var groups = _groups.ToList();

        Assert.Equal([2, 1, 1, 1], groups.Select(group => group.Letters.Count));
        Assert.Equal(4, groups.Select(group => group.Id).Distinct().Count());
    }

    [Fact]
    public void The_id_of_a_group_does_not_depend_on_its_letters()
    {
        _groups.Add(A.Letter(0, "order 1"), null);
        var before = _groups.ToList()[0].Id;
        _groups.Add(A.Letter(1, "order 2"), null);

        Assert.Equal(before, _groups.ToList()[0].Id);
        Assert.Matches("^[0-9a-f]{8}$", before);
    }

    [Fact]
    public void Letters_without_context_are_a_group_that_says_what_to_set()
    {
        _groups.Add(new Letter(new("orders-dlq", 0, 1)), null);

        var group = Assert.Single(_groups.ToList());

        Assert.Null(group.Stage);
        Assert.Contains("'errors.deadletterqueue.context.headers.enable'", group.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Secrets_are_not_in_messages()
    {
        _groups.Add(A.Letter(0, "no access with hunter2"), null);

        Assert.Equal("no access with ${secret}", _groups.ToList()[0].Message);
    }

    [Fact]
    public void A_message_that_has_the_sign_of_a_gap_itself_is_no_message_with_gaps()
    {
        string[] messages = ["a … b", "a 1 b", "… 1", "1 …", "1 2", "a\0b", "…", "\0"];
        for (var at = 0; at < messages.Length; at++)
        {
            _groups.Add(A.Letter(at, messages[at]), null);
        }

        Assert.Equal(messages.Length, _groups.ToList().Count);
    }

    [Theory]
    [InlineData(long.MaxValue)]
    [InlineData(1_767_000_000_000_000)]
    [InlineData(long.MinValue)]
    public void A_timestamp_in_no_year_of_a_calendar_is_none(long timestampMs)
    {
        _groups.Add(new Letter(new("orders-dlq", 0, 1) { TimestampMs = timestampMs }), null);
        var alone = Assert.Single(_groups.ToList());
        Assert.Equal((null, null), (alone.First, alone.Last));

        _groups.Add(new Letter(new("orders-dlq", 0, 2) { TimestampMs = 5 }), null);
        var group = Assert.Single(_groups.ToList());
        Assert.Equal((5, 5), (group.First?.ToUnixTimeMilliseconds(), group.Last?.ToUnixTimeMilliseconds()));
    }

    [Fact]
    public void Groups_and_their_texts_are_not_without_bounds()
    {
        var text = new string('a', 999) + "\U0001F600" + new string('a', 100_000);
        _groups.Add(A.Letter(0, text, stage: text, connector: text), null);
        var cut = _groups.ToList()[0];
        Assert.Equal((999, 999, 999), (cut.Message.Length, cut.Stage?.Length, cut.Connector?.Length));

        for (var number = 1; number <= 3000; number++)
        {
            _groups.Add(A.Letter(number, "bad", stage: $"STAGE_{number}"), null);
        }

        var groups = _groups.ToList();
        Assert.Equal(1000, groups.Count);
        Assert.Contains("too many", groups[0].Message, StringComparison.Ordinal);
        Assert.Equal(3001, groups.Sum(group => group.Letters.Count));
    }

    [Theory]
    [InlineData("don't do that, it's 5", "don't do that, it's …")]
    [InlineData("at 0x1F and 0xA0", "at … and …")]
    [InlineData("a 'b", "a 'b")]
    [InlineData("", "")]
    public void Numbers_and_quotes_are_apart_and_apostrophes_are_not(string message, string shape) => Assert.Equal(shape, MessagePattern.Of(message).Shape.Replace('\0', '…'));
}

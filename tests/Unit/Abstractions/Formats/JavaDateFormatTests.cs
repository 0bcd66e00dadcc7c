using Microsoft.Extensions.Time.Testing;
using OrleansConnect.Abstractions.Data;
using OrleansConnect.Abstractions.Formats;

namespace OrleansConnect.Tests.Unit.Abstractions.Formats;

public sealed class JavaDateFormatTests
{
    private static readonly UtcInstant Moment = UtcInstant.From(new DateTimeOffset(2017, 1, 3, 16, 30, 1, 864, TimeSpan.Zero));

    [Theory]
    [InlineData("yyyy-MM-dd'T'HH:mm:ss.SSSX", "2017-01-03T16:30:01.864Z")]
    [InlineData("EEE, d MMM yyyy h:mm a", "Tue, 3 Jan 2017 4:30 PM")]
    [InlineData("EEEE d MMMM yy", "Tuesday 3 January 17")]
    [InlineData("D F u w W G", "3 1 2 1 1 AD")]
    [InlineData("yyyyy k K Z z 'o''clock'", "02017 16 4 +0000 UTC o'clock")]
    public void Writes_what_the_letters_stand_for(string pattern, string text) => Assert.Equal(text, new JavaDateFormat(pattern).Format(Moment));

    [Theory]
    [InlineData("yyyyMMdd", "20170103", 1_483_401_600_000)]
    [InlineData("yyyy-MM-dd", "2017-02-31", 1_488_499_200_000)]
    [InlineData("yyyy-MM-dd", " 2017-1-3 and more", 1_483_401_600_000)]
    [InlineData("HH:mm X", "16:30 +01:30", 55_800_000)]
    [InlineData("d MMM yyyy", "3 january 2017", 1_483_401_600_000)]
    public void Reads_leniently(string pattern, string text, long expectedMs)
    {
        Assert.True(new JavaDateFormat(pattern).TryParse(text, out var instant));
        Assert.Equal(expectedMs, instant.EpochMs);
    }

    [Theory]
    [InlineData("2017-01-03 08:30 PST", "2017-01-03 08:30 PST", 1_483_461_000_000)]
    [InlineData("2017-07-03 08:30 Central European Summer Time", "2017-07-03 08:30 CEST", 1_499_063_400_000)]
    [InlineData("2017-01-03 08:30 IST", "2017-01-03 08:30 IST", 1_483_425_000_000)]
    [InlineData("2017-01-03 08:30 GMT+1:00", "2017-01-03 07:30 UTC", 1_483_428_600_000)]
    public void Goes_on_in_the_zone_that_a_text_named(string text, string written, long expectedMs)
    {
        var format = new JavaDateFormat("yyyy-MM-dd HH:mm z");

        Assert.True(format.TryParse(text, out var instant));
        Assert.Equal(expectedMs, instant.EpochMs);
        Assert.Equal(written, format.Format(instant));
    }

    [Theory]
    [InlineData("yyyy-MM-dd", "2017/01/03")]
    [InlineData("yyyyMMdd", "2017")]
    [InlineData("HH:mm", "")]
    [InlineData("yyyyMMdd", "     0823")]
    [InlineData("yyyyMMdd", "    20190823")]
    [InlineData("Hmm", "  2019")]
    public void Refuses_what_does_not_start_with_a_date(string pattern, string text) => Assert.False(new JavaDateFormat(pattern).TryParse(text, out _));

    [Fact]
    public void Completes_years_of_two_digits_to_the_last_eighty_and_the_next_twenty()
    {
        var format = new JavaDateFormat("yy-MM-dd", new FakeTimeProvider(new DateTimeOffset(2026, 6, 1, 0, 0, 0, TimeSpan.Zero)));

        Assert.Equal("2045-01-01", YearOf(format, "45-01-01"));
        Assert.Equal("1947-01-01", YearOf(format, "47-01-01"));
        Assert.Equal("2046-01-01", YearOf(format, "46-01-01"));
        Assert.Equal("1946-07-01", YearOf(format, "46-07-01"));
    }

    [Theory]
    [InlineData("yyyy'x", "Unterminated quote")]
    [InlineData("bogus", "Illegal pattern character 'b'")]
    [InlineData("XXXX", "invalid ISO 8601 format: length=4")]
    public void Says_what_is_wrong_with_a_pattern(string pattern, string message) =>
        Assert.Equal(message, Assert.Throws<FormatException>(() => new JavaDateFormat(pattern)).Message);

    private static string YearOf(JavaDateFormat format, string text) =>
        format.TryParse(text, out var instant) ? new JavaDateFormat("yyyy-MM-dd").Format(instant) : "none";
}

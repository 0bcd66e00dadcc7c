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
    [InlineData("Hmm", "23082019143454", -106_041_374_040_000)]
    [InlineData("yyyy-MM-dd H", "1970-01-01 -5000000", -17_998_876_800_000)]
    [InlineData("yyyy-MM-dd H", "1582-10-15 -1", -12_218_432_400_000)]
    [InlineData("yyyy-MM-dd H", "1582-10-04 25", -12_219_289_200_000)]
    [InlineData("yyyy D H", "1582 1 8000", -12_214_425_600_000)]
    public void Counts_time_beyond_a_day_in_the_calendar_where_it_leads(string pattern, string text, long expectedMs) => Reads_leniently(pattern, text, expectedMs);

    [Theory]
    [InlineData("yyyy", "\u221E", -6_019_000_092_841_406_464)]
    [InlineData("yyyy", "-\u221E", 6_017_484_157_321_406_464)]
    [InlineData("H", "\u221E", 7_730_941_129_200_000)]
    [InlineData("dd", "\u221E", 185_542_587_014_400_000)]
    [InlineData("yyyyMM", "0\u221E\u221E\u221E12", 5_647_390_324_761_600_000)]
    public void Takes_infinity_for_the_largest_number(string pattern, string text, long expectedMs) => Reads_leniently(pattern, text, expectedMs);

    [Theory]
    [InlineData(-1, "1582-10-04 1 1")]
    [InlineData(0, "1582-10-15 1 1")]
    [InlineData(3, "1582-10-18 2 2")]
    [InlineData(16, "1582-10-31 3 4")]
    [InlineData(17, "1582-11-01 1 1")]
    public void Counts_the_days_that_October_1582_has(int day, string text) =>
        Assert.Equal(text, new JavaDateFormat("yyyy-MM-dd F W").Format(new UtcInstant(-12_219_292_800_000 + (day * 86_400_000L))));

    [Theory]
    [InlineData("2017-01-03 08:30 PST", "2017-01-03 08:30 PST", 1_483_461_000_000)]
    [InlineData("2017-07-03 08:30 Central European Summer Time", "2017-07-03 08:30 CEST", 1_499_063_400_000)]
    [InlineData("2017-01-03 08:30 IST", "2017-01-03 08:30 IST", 1_483_425_000_000)]
    [InlineData("2017-01-03 08:30 GMT+1:00", "2017-01-03 07:30 UTC", 1_483_428_600_000)]
    [InlineData("1850-01-03 08:30 PST", "1850-01-03 08:30 PST", -3_786_593_400_000)]
    [InlineData("1899-12-31 08:30 CET", "1899-12-31 08:30 CET", -2_209_048_200_000)]
    [InlineData("12017-07-03 08:30 CET", "12017-07-03 09:30 CEST", 317_068_587_000_000)]
    [InlineData("99999-01-03 08:30 PST", "99999-01-03 08:30 PST", 3_093_496_677_000_000)]
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
    [InlineData("XXXX-T", "invalid ISO 8601 format: length=4")]
    [InlineData("XXXXT", "Illegal pattern character 'T'")]
    public void Says_what_is_wrong_with_a_pattern(string pattern, string message) =>
        Assert.Equal(message, Assert.Throws<FormatException>(() => new JavaDateFormat(pattern)).Message);

    private static string YearOf(JavaDateFormat format, string text) =>
        format.TryParse(text, out var instant) ? new JavaDateFormat("yyyy-MM-dd").Format(instant) : "none";
}

using System.Globalization;
using OrleansConnect.Abstractions.Data;
using OrleansConnect.Abstractions.Formats;
using OrleansConnect.Tests.Conformance.Java;
using OrleansConnect.Tests.Conformance.Transforms;

namespace OrleansConnect.Tests.Conformance.Formats;

/// <summary>Dates are written and read by patterns as by Java's own class.</summary>
public sealed class DateFormatDifferenceTests(JavaOracle java)
{
    private const int Cases = 2500;

    // Hundreds of thousands of years away Java's own arithmetic overflows; of two years that contradict each other it takes the one it set last.
    private const double FarAwayMs = 1e16;

    // Before 1970 many differ from UTC by seconds, which .NET does not know.
    private static readonly string[] Zones = ["PST", "CEST", "IST", "Pacific Daylight Time", "MSK", "aest"];

    [Fact]
    public void Writes_and_reads_dates_alike() => new Drawn<Action>(draw =>
    {
        var pattern = draw.DatePattern();
        var instant = new UtcInstant(draw.Chance(70) ? draw.Number() % 4_000_000_000_000 : draw.Number() % 100_000_000_000_000);
        var damage = draw.Chance(40) ? (draw.Below(30), draw.OneOf("", "-", "0", " ", "9", "x", "1:", "NaN", "E2", "12", "+01:00", "GMT-3:30", "PM", "Sunday", draw.OneOf(Zones))) : (-1, "");
        return () => Compare(pattern, instant, damage);
    }).Check(compare => compare(), Cases);

    private void Compare(string pattern, UtcInstant instant, (int At, string With) damage)
    {
        var theirs = java.Ask("date.format", Notation.OfText(pattern), instant.EpochMs.ToString(CultureInfo.InvariantCulture));
        JavaDateFormat format;
        try
        {
            format = new JavaDateFormat(pattern);
        }
        catch (FormatException)
        {
            Assert.True(theirs.IsError, $"'{pattern}' is a pattern for Java.");
            return;
        }

        var text = format.Format(instant);
        Assert.True(theirs == JavaAnswer.Ok(Notation.OfText(text)), $"'{pattern}' of {instant}: ours '{text}', theirs '{(theirs.IsError ? theirs.Text : Notation.TextOf(theirs.Text))}'");
        text = damage.At < 0 || damage.At > text.Length ? text : text.Insert(damage.At, damage.With);
        theirs = java.Ask("date.parse", Notation.OfText(pattern), Notation.OfText(text));
        var ours = format.TryParse(text, out var read) ? Notation.Of(read) : "none";
        var hasTwoYears = pattern.Contains('Y', StringComparison.Ordinal) && pattern.Contains('y', StringComparison.Ordinal);
        var isInOldZone = read.EpochMs < 0 && Array.Exists(Zones, zone => zone == damage.With);
        if (Math.Abs(read.EpochMs) > FarAwayMs || isInOldZone || (hasTwoYears && damage.At >= 0))
        {
            return;
        }

        Assert.True(theirs.IsError ? ours == "none" : ours == theirs.Text, $"'{pattern}' from '{text}': ours {ours}, theirs {theirs.Text}");
    }
}

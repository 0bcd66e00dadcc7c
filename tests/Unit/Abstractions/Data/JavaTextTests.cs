using OrleansConnect.Abstractions.Data;

namespace OrleansConnect.Tests.Unit.Abstractions.Data;

public sealed class JavaTextTests
{
    [Theory]
    [InlineData(0, "Thu Jan 01 00:00:00 UTC 1970")]
    [InlineData(-61_002_008_115_119, "Wed Dec 05 05:44:44 UTC 36")]
    [InlineData(253_402_300_800_000, "Sat Jan 01 00:00:00 UTC 10000")]
    public void Writes_years_without_filling_them_up(long epochMs, string text) => Assert.Equal(text, JavaText.Of(new UtcInstant(epochMs)));
}

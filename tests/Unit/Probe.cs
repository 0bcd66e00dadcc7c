namespace OrleansConnect.Tests.Unit;

public sealed class Probe
{
    [Fact]
    public void Runs() => Assert.True(true);
}

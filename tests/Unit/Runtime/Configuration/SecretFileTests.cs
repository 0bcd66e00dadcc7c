using OrleansConnect.Runtime.Configuration;

namespace OrleansConnect.Tests.Unit.Runtime.Configuration;

public sealed class SecretFileTests
{
    private const string Loop = "link";

    [Theory]
    [InlineData(0, "is a folder, a pipe or a device")]
    [InlineData(1, "has no permission")]
    [InlineData(2, "There is no file")]
    [InlineData(13, "has no permission")]
    [InlineData(20, "There is no file")]
    [InlineData(5, "cannot be looked at: ")]
    public void Says_why_a_file_is_not_read(int error, string reason)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Elsewhere the system's own library looks.");

        var told = SecretFile.WhyNot("/run/secrets/db", error);

        Assert.Contains(reason, told.Message, StringComparison.Ordinal);
        Assert.Contains("'/run/secrets/db'", told.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_to_itself_is_neither_missing_nor_a_device()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Elsewhere the system's own library looks.");
        var folder = Directory.CreateTempSubdirectory("secrets");
        var path = Path.Combine(folder.FullName, Loop);
        File.CreateSymbolicLink(path, Loop);

        var told = await Assert.ThrowsAsync<IOException>(() => SecretFile.ReadAsync(path, TestContext.Current.CancellationToken));

        Assert.StartsWith($"'{path}' cannot be looked at: ", told.Message, StringComparison.Ordinal);
        folder.Delete(recursive: true);
    }
}

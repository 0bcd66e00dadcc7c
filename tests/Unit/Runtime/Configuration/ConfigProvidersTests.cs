using OrleansConnect.Abstractions.Configuration;
using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Runtime.Configuration;

namespace OrleansConnect.Tests.Unit.Runtime.Configuration;

public sealed class ConfigProvidersTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("providers").FullName;

    public ConfigProvidersTests()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "sub"));
        File.WriteAllText(Path.Combine(_folder, "f.properties"), "a=1\nb=2\n");
        File.WriteAllText(Path.Combine(_folder, "token"), "secret\n");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_file_gives_the_entries_asked_for()
    {
        var data = await ReadAsync(new FileConfigProvider(), null, Path.Combine(_folder, "f.properties"), "a", "none");

        Assert.Equal(new Dictionary<string, string> { ["a"] = "1" }, data.Values);
        Assert.Null(data.TimeToLive);
    }

    [Fact]
    public async Task A_file_that_cannot_be_read_is_named()
    {
        var missing = Path.Combine(_folder, "none.properties");

        var error = await Assert.ThrowsAsync<ConfigException>(() => ReadAsync(new FileConfigProvider(), null, missing, "a"));

        Assert.Equal($"Could not read properties from file {missing}", error.Message);
    }

    [Theory]
    [InlineData("", "f.properties", true)]
    [InlineData("f.properties", "f.properties", true)]
    [InlineData("f.properties", "sub/../f.properties", true)]
    [InlineData("sub", "f.properties", false)]
    [InlineData("sub", "sub/../f.properties", false)]
    public async Task A_file_is_read_only_below_the_allowed_paths(string allowed, string path, bool readable)
    {
        var data = await ReadAsync(new FileConfigProvider(), Allow(Path.Combine(_folder, allowed)), Path.Combine(_folder, path), "a");

        Assert.Equal(readable, data.Values.ContainsKey("a"));
    }

    [Theory]
    [InlineData("relative", "Path relative is not absolute")]
    [InlineData("/no/such/path", "Path /no/such/path does not exist")]
    [InlineData("./a/../b", "Path b is not absolute")]
    [InlineData(".", "Path  is not absolute")]
    [InlineData(" /", "Path  / is not absolute")]
    [InlineData(",/", "Path  is not absolute")]
    public void Allowed_paths_have_to_be_absolute_and_there(string path, string message)
    {
        var error = Assert.Throws<ConfigException>(() => new FileConfigProvider().Configure(Allow(path)));

        Assert.Equal(message, error.Message);
    }

    [Theory]
    [InlineData(",", false)]
    [InlineData("FOLDER,", true)]
    [InlineData("FOLDER/sub/..,,", true)]
    public async Task Commas_behind_the_allowed_paths_count_for_nothing(string allowed, bool readable)
    {
        var settings = Allow(allowed.Replace("FOLDER", _folder, StringComparison.Ordinal));

        var data = await ReadAsync(new FileConfigProvider(), settings, Path.Combine(_folder, "f.properties"), "a");

        Assert.Equal(readable, data.Values.ContainsKey("a"));
    }

    [Fact]
    public async Task A_directory_gives_the_whole_content_of_its_files_and_of_no_others()
    {
        var data = await ReadAsync(new DirectoryConfigProvider(), null, _folder, "token", "none", "sub");
        var outside = await ReadAsync(new DirectoryConfigProvider(), null, Path.Combine(_folder, "sub"), "../token");
        var missing = await ReadAsync(new DirectoryConfigProvider(), null, Path.Combine(_folder, "none"), "token");
        var forbidden = await ReadAsync(new DirectoryConfigProvider(), Allow(Path.Combine(_folder, "sub")), _folder, "token");

        Assert.Equal(new Dictionary<string, string> { ["token"] = "secret\n" }, data.Values);
        Assert.Empty(outside.Values);
        Assert.Empty(missing.Values);
        Assert.Empty(forbidden.Values);
    }

    [Fact]
    public async Task A_file_that_is_not_text_is_refused_rather_than_altered()
    {
        var file = Path.Combine(_folder, "binary");
        await File.WriteAllBytesAsync(file, [0xC3, 0x28], TestContext.Current.CancellationToken);

        var error = await Assert.ThrowsAsync<ConfigException>(() => ReadAsync(new DirectoryConfigProvider(), null, _folder, "binary"));

        Assert.Equal($"Could not read file {file} for property binary", error.Message);
    }

    [Fact]
    public async Task The_environment_gives_variables_whose_whole_name_is_allowed()
    {
        var settings = new Dictionary<string, string?> { ["allowlist.pattern"] = "A.*" };

        var data = await ReadAsync(new EnvVarConfigProvider(name => name == "none" ? null : $"value of {name}"), settings, "", "A1", "B1", "XA1", "none");

        Assert.Equal(new Dictionary<string, string> { ["A1"] = "value of A1" }, data.Values);
    }

    [Fact]
    public async Task The_environment_has_no_paths()
    {
        var error = await Assert.ThrowsAsync<ConfigException>(() => ReadAsync(new EnvVarConfigProvider(), null, "p", "A1"));

        Assert.Equal("Path is not supported for EnvVarConfigProvider, invalid value 'p'", error.Message);
    }

    private static Dictionary<string, string?> Allow(string paths) => new() { ["allowed.paths"] = paths };

    private static Task<ConfigData> ReadAsync(IConfigProvider provider, Dictionary<string, string?>? settings, string path, params string[] keys)
    {
        provider.Configure(settings ?? []);
        return provider.GetAsync(path, keys.ToHashSet(), TestContext.Current.CancellationToken).AsTask();
    }
}

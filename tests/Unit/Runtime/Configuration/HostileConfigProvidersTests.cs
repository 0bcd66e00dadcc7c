using System.Diagnostics;
using System.Text;
using OrleansConnect.Abstractions.Configuration;
using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Runtime.Configuration;

namespace OrleansConnect.Tests.Unit.Runtime.Configuration;

/// <summary>Whoever may configure a connector names the files that config providers read: none of them makes a worker hang, run out of memory or tell what it must not.</summary>
public sealed class HostileConfigProvidersTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("hostile").FullName;
    private readonly string _allowed;

    public HostileConfigProvidersTests()
    {
        _allowed = Directory.CreateDirectory(Path.Combine(_folder, "allowed")).FullName;
        Directory.CreateDirectory(Path.Combine(_allowed, "sub"));
        var outside = Directory.CreateDirectory(Path.Combine(_folder, "allowed-not")).FullName;
        File.WriteAllText(Path.Combine(outside, "o"), "k=out\n");
        File.WriteAllText(Path.Combine(_allowed, "f"), "k=v\na\\:b=c\nx=${env:HOME}\n");
        File.WriteAllBytes(Path.Combine(_allowed, "binary"), [0xFF, 0xFE, 0, (byte)'k', (byte)'=', 0xC3, 0x28]);
        File.WriteAllText(Path.Combine(_allowed, "escape"), "k=\\u12");
        File.WriteAllBytes(Path.Combine(_allowed, "huge"), new byte[SecretFile.BytesMax + 1]);
        File.WriteAllText(Path.Combine(_allowed, "mark"), "v", new UTF8Encoding(encoderShouldEmitUTF8Identifier: true));
        File.CreateSymbolicLink(Path.Combine(_allowed, "link"), Path.Combine(outside, "o"));
        File.CreateSymbolicLink(Path.Combine(_allowed, "dangling"), Path.Combine(_folder, "none"));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("f", "v")]
    [InlineData("f/", "v")]
    [InlineData("sub/../f", "v")]
    [InlineData("./f", "v")]
    [InlineData("link", "out")]
    [InlineData("../allowed-not/o", null)]
    [InlineData("sub/../../allowed-not/o", null)]
    [InlineData("/etc/passwd", null)]
    [InlineData("../../../../../../../../dev/zero", null)]
    public async Task A_file_is_read_only_where_that_is_allowed(string path, string? value)
    {
        var data = await ReadAsync(new FileConfigProvider(), Path.Combine(_allowed, path), "k");

        Assert.Equal(value, data.Values.GetValueOrDefault("k"));
    }

    [Theory]
    [InlineData("f")]
    [InlineData("allowed/f")]
    [InlineData("")]
    public async Task A_relative_path_leads_nowhere_where_paths_are_restricted(string path) =>
        Assert.Empty((await ReadAsync(new FileConfigProvider(), path, "k")).Values);

    [Theory]
    [InlineData("sub")]
    [InlineData("none")]
    [InlineData("dangling")]
    [InlineData("binary")]
    [InlineData("escape")]
    [InlineData("huge")]
    public async Task A_file_that_is_no_file_of_properties_is_refused_by_name(string path)
    {
        var file = Path.Combine(_allowed, path);

        var error = await Assert.ThrowsAsync<ConfigException>(() => ReadAsync(new FileConfigProvider(), file, "k"));

        Assert.Equal($"Could not read properties from file {file}", error.Message);
    }

    [Fact]
    public async Task A_path_with_a_null_character_is_refused()
    {
        await Assert.ThrowsAsync<ConfigException>(() => ReadAsync(new FileConfigProvider(), "/a\0b", "k"));
        await Assert.ThrowsAsync<ConfigException>(() => ReadAsync(new DirectoryConfigProvider(), "/a\0b", "k"));
    }

    [Fact]
    public async Task Pipes_and_devices_are_not_even_opened()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux has them in every folder.");
        var pipe = Path.Combine(_allowed, "pipe");
        using (var made = Process.Start("mkfifo", [pipe]))
        {
            await made.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        await Assert.ThrowsAsync<ConfigException>(() => ReadAsync(new FileConfigProvider(), pipe, "k"));
        await Assert.ThrowsAsync<ConfigException>(() => ReadAsync(new FileConfigProvider(), "/dev/zero", "k", restricted: false));
        Assert.Empty((await ReadAsync(new DirectoryConfigProvider(), _allowed, "pipe")).Values);
        Assert.Empty((await ReadAsync(new DirectoryConfigProvider(), "/dev", "zero", restricted: false)).Values);
    }

    [Theory]
    [InlineData("f", "k=v\na\\:b=c\nx=${env:HOME}\n")]
    [InlineData("mark", "\uFEFFv")]
    [InlineData("link", "k=out\n")]
    [InlineData("sub", null)]
    [InlineData("dangling", null)]
    [InlineData("../allowed-not/o", null)]
    [InlineData("", null)]
    [InlineData(".", null)]
    public async Task A_directory_gives_files_of_its_own_and_nothing_else(string key, string? value) =>
        Assert.Equal(value, (await ReadAsync(new DirectoryConfigProvider(), _allowed, key)).Values.GetValueOrDefault(key));

    [Theory]
    [InlineData("f")]
    [InlineData("none")]
    [InlineData("..")]
    [InlineData("")]
    public async Task A_directory_that_is_none_or_not_allowed_gives_nothing(string path) =>
        Assert.Empty((await ReadAsync(new DirectoryConfigProvider(), path.Length == 0 ? "" : Path.Combine(_allowed, path), "f")).Values);

    [Theory]
    [InlineData("binary")]
    [InlineData("huge")]
    public async Task A_file_that_is_no_text_or_too_long_is_refused_by_name(string key)
    {
        var error = await Assert.ThrowsAsync<ConfigException>(() => ReadAsync(new DirectoryConfigProvider(), _allowed, key));

        Assert.Equal($"Could not read file {Path.Combine(_allowed, key)} for property {key}", error.Message);
    }

    [Theory]
    [InlineData("(")]
    [InlineData("[a")]
    [InlineData("*")]
    public void An_environment_pattern_that_is_none_is_refused_with_its_name(string pattern)
    {
        var error = Assert.Throws<ConfigException>(() => new EnvVarConfigProvider().Configure(new Dictionary<string, string?> { ["allowlist.pattern"] = pattern }));

        Assert.StartsWith($"Invalid value {pattern} for configuration allowlist.pattern: Invalid regex: ", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", false)]
    [InlineData("A", false)]
    [InlineData("A.*", true)]
    [InlineData("a1", false)]
    [InlineData("(?i)a1", true)]
    [InlineData("[A-Z&&[^B]]\\d++", true)]
    [InlineData("A|B|1", false)]
    public async Task An_environment_pattern_is_Javas_and_has_to_match_the_whole_name(string pattern, bool isAllowed)
    {
        var provider = new EnvVarConfigProvider(_ => "v");
        provider.Configure(new Dictionary<string, string?> { ["allowlist.pattern"] = pattern });

        var data = await provider.GetAsync("", new HashSet<string> { "A1", "" }, TestContext.Current.CancellationToken);

        Assert.Equal(isAllowed ? ["A1"] : [], data.Values.Keys);
    }

    [Theory]
    [InlineData("${file:PATH/f:k}", "v")]
    [InlineData("${file:PATH/f:x}", "${env:HOME}")]
    [InlineData("${file:PATH/f:a:b}", "c")]
    [InlineData("${file:PATH/f:zz}", "${file:PATH/f:zz}")]
    [InlineData("${file:PATH/f:}", "${file:PATH/f:}")]
    [InlineData("${file:PATH/f:k", "${file:PATH/f:k")]
    [InlineData("${${file:PATH/f:k}}", "${${file:PATH/f:k}}")]
    [InlineData("$${file:PATH/f:k}$1\\", "$v$1\\")]
    [InlineData("${nope:PATH/f:k}", "${nope:PATH/f:k}")]
    [InlineData("${file:PATH/../allowed-not/o:k}", "${file:PATH/../allowed-not/o:k}")]
    public async Task A_variable_stands_for_what_was_found_and_is_not_searched_again(string text, string expected)
    {
        var file = new FileConfigProvider();
        file.Configure(Restricted());
        var resolver = new VariableResolver(new Dictionary<string, IConfigProvider> { ["file"] = file });

        var resolved = await resolver.ResolveAsync(new Dictionary<string, string?> { ["c"] = text.Replace("PATH", _allowed, StringComparison.Ordinal) }, TestContext.Current.CancellationToken);

        Assert.Equal(expected.Replace("PATH", _allowed, StringComparison.Ordinal), resolved["c"]);
    }

    private Dictionary<string, string?> Restricted() => new() { ["allowed.paths"] = _allowed };

    private async Task<ConfigData> ReadAsync(IConfigProvider provider, string path, string key, bool restricted = true)
    {
        provider.Configure(restricted ? Restricted() : []);
        return await provider.GetAsync(path, new HashSet<string> { key }, TestContext.Current.CancellationToken);
    }
}

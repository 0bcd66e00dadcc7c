using Microsoft.Extensions.Logging.Abstractions;
using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Runtime.Configuration;
using OrleansConnect.Runtime.Plugins;

namespace OrleansConnect.Tests.Unit.Runtime.Configuration;

public sealed class WorkerVariablesTests : IDisposable
{
    private readonly string _secrets = Path.GetTempFileName();

    [Fact]
    public async Task What_providers_know_is_resolved_and_the_rest_stays_as_it_is_written()
    {
        await File.WriteAllTextAsync(_secrets, "servers=one:9092\npassword=hunter2\n", TestContext.Current.CancellationToken);

        var resolved = await ResolveAsync(
            ("config.providers", "file"),
            ("config.providers.file.class", "org.apache.kafka.common.config.provider.FileConfigProvider"),
            ("config.providers.file.param.note", $"${{file:{_secrets}:servers}}"),
            ("bootstrap.servers", $"${{file:{_secrets}:servers}}"),
            ("sasl.jaas.config", $"x password=\"${{file:{_secrets}:password}}\";"),
            ("group.id", "${vault:a:b}"),
            ("plugin.path", "/nowhere"),
            ("empty", null));

        Assert.Equal("one:9092", resolved["bootstrap.servers"]);
        Assert.Equal("x password=\"hunter2\";", resolved["sasl.jaas.config"]);
        Assert.Equal("${vault:a:b}", resolved["group.id"]);
        Assert.Equal($"${{file:{_secrets}:servers}}", resolved["config.providers.file.param.note"]);
        Assert.Null(resolved["empty"]);
        Assert.Equal(8, resolved.Count);
    }

    [Fact]
    public async Task Settings_without_variables_need_no_providers()
    {
        var resolved = await ResolveAsync(("config.providers", "nobody"), ("group.id", "g"));

        Assert.Equal("g", resolved["group.id"]);
    }

    [Fact]
    public async Task A_provider_that_is_not_there_is_an_error_that_names_it()
    {
        var error = await Assert.ThrowsAsync<ConfigException>(() => ResolveAsync(("config.providers", "vault"), ("config.providers.vault.class", "No"), ("group.id", "${vault:a:b}")));

        Assert.Contains("Class No could not be found.", error.Message, StringComparison.Ordinal);
    }

    public void Dispose() => File.Delete(_secrets);

    private static Task<IReadOnlyDictionary<string, string?>> ResolveAsync(params (string Key, string? Value)[] settings) => WorkerVariables.ResolveAsync(
        settings.ToDictionary(setting => setting.Key, setting => setting.Value), new PluginScanner(NullLogger<PluginScanner>.Instance), TestContext.Current.CancellationToken);
}

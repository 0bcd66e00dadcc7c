using OrleansConnect.Abstractions.Configuration;
using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Abstractions.Formats;
using OrleansConnect.Abstractions.Plugins;

namespace OrleansConnect.Runtime.Configuration;

/// <summary><c>${env:DB_PASSWORD}</c>: an environment variable, if the whole of its name matches <c>allowlist.pattern</c>.</summary>
[Plugin("org.apache.kafka.common.config.provider.EnvVarConfigProvider")]
public sealed class EnvVarConfigProvider(Func<string, string?> readVariable) : IConfigProvider
{
    private static readonly ConfigDef Definition = new ConfigDef()
        .String("allowlist.pattern", "Regular expression of the names that may be read.", defaultValue: ".*", validator: Validators.Regex);

    private JavaRegex? _allowed;

    /// <summary>Reads this process's environment.</summary>
    public EnvVarConfigProvider()
        : this(Environment.GetEnvironmentVariable)
    {
    }

    /// <inheritdoc/>
    public void Configure(IReadOnlyDictionary<string, string?> settings) =>
        _allowed = new JavaRegex(Definition.Parse(settings).GetString("allowlist.pattern"));

    /// <inheritdoc/>
    public ValueTask<ConfigData> GetAsync(string path, IReadOnlySet<string> keys, CancellationToken cancellationToken)
    {
        var allowed = _allowed ?? throw new InvalidOperationException("The provider has not been configured yet.");
        if (path.Length > 0)
        {
            throw new ConfigException($"Path is not supported for EnvVarConfigProvider, invalid value '{path}'");
        }

        var values = new Dictionary<string, string>();
        foreach (var key in keys)
        {
            if (key.Length > 0 && allowed.Matches(key) && readVariable(key) is { } value)
            {
                values[key] = value;
            }
        }

        return ValueTask.FromResult(new ConfigData(values));
    }
}

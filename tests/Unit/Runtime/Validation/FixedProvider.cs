using OrleansConnect.Abstractions.Configuration;

namespace OrleansConnect.Tests.Unit.Runtime.Validation;

/// <summary>Knows one value, under every key.</summary>
internal sealed class FixedProvider(string value) : IConfigProvider
{
    public void Configure(IReadOnlyDictionary<string, string?> settings)
    {
    }

    public ValueTask<ConfigData> GetAsync(string path, IReadOnlySet<string> keys, CancellationToken cancellationToken) =>
        ValueTask.FromResult(new ConfigData(keys.ToDictionary(key => key, _ => value)));
}

using OrleansConnect.Abstractions.Configuration;
using OrleansConnect.Abstractions.Errors;

namespace OrleansConnect.Tests.Integration.Management.Fakes;

/// <summary>A provider that never finds anything.</summary>
internal sealed class BrokenProvider : IConfigProvider
{
    public void Configure(IReadOnlyDictionary<string, string?> settings)
    {
    }

    public ValueTask<ConfigData> GetAsync(string path, IReadOnlySet<string> keys, CancellationToken cancellationToken) => throw new ConfigException("The vault is sealed.");
}

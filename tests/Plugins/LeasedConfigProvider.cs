using System.Globalization;
using OrleansConnect.Abstractions.Configuration;

namespace OrleansConnect.Tests.Plugins;

/// <summary>Gives a value that is another one each time, and valid for a second.</summary>
public sealed class LeasedConfigProvider : IConfigProvider
{
    private int _given;

    public void Configure(IReadOnlyDictionary<string, string?> settings)
    {
        // It has no settings.
    }

    public ValueTask<ConfigData> GetAsync(string path, IReadOnlySet<string> keys, CancellationToken cancellationToken)
    {
        var value = string.Create(CultureInfo.InvariantCulture, $"value-{Interlocked.Increment(ref _given)}");
        return new(new ConfigData(keys.ToDictionary(key => key, _ => value), TimeSpan.FromSeconds(1)));
    }
}

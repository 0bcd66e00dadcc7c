using System.Collections.Concurrent;
using System.Globalization;

namespace OrleansConnect.EmbeddedKafka.Topics;

/// <summary>The broker's configuration: what it was started with, under what clients have changed since.</summary>
internal sealed class BrokerConfig
{
    private readonly Dictionary<string, string> _static = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _dynamic = new(StringComparer.Ordinal);

    /// <exception cref="ArgumentException">A property is unknown or has a value that is not allowed.</exception>
    public BrokerConfig(IReadOnlyDictionary<string, string> properties)
    {
        foreach (var (name, value) in properties)
        {
            // The two flush settings are known under their topic names too.
            var known = ConfigKeys.Broker.GetValueOrDefault(name) ?? ConfigKeys.Broker.GetValueOrDefault(ConfigKeys.Topic.GetValueOrDefault(name)?.BrokerName ?? "");
            var complaint = known is null ? $"The embedded broker has no property '{name}'. Remove it or correct its name." : known.Complaint(value);
            if (complaint is not null || known is null)
            {
                throw new ArgumentException(complaint, nameof(properties));
            }

            _static[known.Name] = value;
        }

        if (_static.TryGetValue("log.retention.hours", out var hours) && !_static.ContainsKey("log.retention.ms"))
        {
            _static["log.retention.ms"] = (long.Parse(hours, CultureInfo.InvariantCulture) * 3_600_000).ToString(CultureInfo.InvariantCulture);
        }
    }

    public IReadOnlyDictionary<string, string> Dynamic => _dynamic;

    public (string Value, ConfigSource Source) Get(string name) =>
        _dynamic.TryGetValue(name, out var changed) ? (changed, ConfigSource.DynamicBroker)
        : _static.TryGetValue(name, out var given) ? (given, ConfigSource.StaticBroker)
        : (ConfigKeys.Broker[name].Default, ConfigSource.Default);

    public int Int(string name) => int.Parse(Get(name).Value, CultureInfo.InvariantCulture);

    public bool Bool(string name) => bool.Parse(Get(name).Value);

    public TimeSpan Milliseconds(string name) => TimeSpan.FromMilliseconds(long.Parse(Get(name).Value, CultureInfo.InvariantCulture));

    /// <summary>Changes a value, or with null takes the change back.</summary>
    public void Set(string name, string? value)
    {
        if (value is null)
        {
            _dynamic.TryRemove(name, out _);
        }
        else
        {
            _dynamic[name] = value;
        }
    }
}

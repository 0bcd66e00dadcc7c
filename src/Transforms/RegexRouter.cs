using OrleansConnect.Abstractions.Configuration;
using OrleansConnect.Abstractions.Data;
using OrleansConnect.Abstractions.Formats;
using OrleansConnect.Abstractions.Plugins;

namespace OrleansConnect.Transforms;

/// <summary>Gives records of topics that match a regular expression another topic.</summary>
[Plugin("org.apache.kafka.connect.transforms.RegexRouter")]
public sealed class RegexRouter : ITransformation
{
    private const string RegexSetting = "regex";
    private const string ReplacementSetting = "replacement";

    private static readonly ConfigDef Definition = new ConfigDef()
        .String(RegexSetting, "Java regular expression that the whole topic has to match.", importance: Importance.High, validator: RequiredPattern.Instance)
        .String(ReplacementSetting, "The new topic, in which $1 stands for what the first group matched.", importance: Importance.High);

    private JavaRegex _regex = new("");
    private string _replacement = "";
    private TopicCache<string> _topics = new(topic => topic);

    /// <inheritdoc/>
    public ConfigDef Config => Definition;

    /// <inheritdoc/>
    public void Configure(IReadOnlyDictionary<string, string> settings)
    {
        var config = Definition.Read(settings);
        _regex = new JavaRegex(config.GetString(RegexSetting));
        _replacement = config.GetString(ReplacementSetting);
        _topics = new(Route);
    }

    /// <inheritdoc/>
    public ConnectRecord? Apply(ConnectRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        var topic = _topics.Of(record.Topic);
        return topic == record.Topic ? record : record.WithTopic(topic);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // Holds nothing.
    }

    private string Route(string topic) => _regex.Matches(topic) ? _regex.ReplaceFirst(topic, _replacement) : topic;
}

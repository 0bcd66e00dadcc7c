using OrleansConnect.Abstractions.Configuration;
using OrleansConnect.Abstractions.Data;
using OrleansConnect.Abstractions.Formats;
using OrleansConnect.Abstractions.Plugins;

namespace OrleansConnect.Transforms.Predicates;

/// <summary>True for records whose topic matches a regular expression as a whole.</summary>
[Plugin("org.apache.kafka.connect.transforms.predicates.TopicNameMatches")]
public sealed class TopicNameMatches : IPredicate
{
    private const string PatternSetting = "pattern";

    private static readonly ConfigDef Definition = new ConfigDef()
        .String(PatternSetting, "Java regular expression.", validator: Validators.All(Validators.NonEmpty, RequiredPattern.Instance));

    private TopicCache<bool> _topics = new(_ => false);

    /// <inheritdoc/>
    public ConfigDef Config => Definition;

    /// <inheritdoc/>
    public void Configure(IReadOnlyDictionary<string, string> settings) => _topics = new(new JavaRegex(Definition.Read(settings).GetString(PatternSetting)).Matches);

    /// <inheritdoc/>
    public bool Test(ConnectRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        return _topics.Of(record.Topic);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // Holds nothing.
    }
}

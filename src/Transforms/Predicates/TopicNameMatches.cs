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

    private JavaRegex _regex = new("");
    private (string Topic, bool Matches)? _last;

    /// <inheritdoc/>
    public ConfigDef Config => Definition;

    /// <inheritdoc/>
    public void Configure(IReadOnlyDictionary<string, string> settings) => _regex = new JavaRegex(Definition.Read(settings).GetString(PatternSetting));

    /// <inheritdoc/>
    public bool Test(ConnectRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);

        // Records mostly come from the topic of the record before.
        if (_last is not { } last || last.Topic != record.Topic)
        {
            last = (record.Topic, _regex.Matches(record.Topic));
            _last = last;
        }

        return last.Matches;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // Holds nothing.
    }
}

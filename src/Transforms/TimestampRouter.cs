using OrleansConnect.Abstractions.Configuration;
using OrleansConnect.Abstractions.Data;
using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Abstractions.Formats;
using OrleansConnect.Abstractions.Plugins;

namespace OrleansConnect.Transforms;

/// <summary>Makes a record's topic of its topic and its timestamp.</summary>
[Plugin("org.apache.kafka.connect.transforms.TimestampRouter")]
public sealed class TimestampRouter : ITransformation
{
    private const string TopicSetting = "topic.format";
    private const string TimestampSetting = "timestamp.format";

    private static readonly ConfigDef Definition = new ConfigDef()
        .String(
            TopicSetting,
            "The new topic, in which ${topic} stands for the old one and ${timestamp} for the time.",
            defaultValue: "${topic}-${timestamp}",
            importance: Importance.High)
        .String(TimestampSetting, "Java pattern (SimpleDateFormat) of the time, which is in UTC.", defaultValue: "yyyyMMdd", importance: Importance.High);

    private string _topicFormat = "";
    private string _pattern = "";
    private JavaDateFormat? _timestampFormat;

    /// <inheritdoc/>
    public ConfigDef Config => Definition;

    /// <inheritdoc/>
    public void Configure(IReadOnlyDictionary<string, string> settings)
    {
        var config = Definition.Read(settings);
        _topicFormat = config.GetString(TopicSetting);
        _pattern = config.GetString(TimestampSetting);
    }

    /// <inheritdoc/>
    public ConnectRecord? Apply(ConnectRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        var timestampMs = record.TimestampMs ?? throw new DataException($"Timestamp missing on record: {RecordText.Of(record)}");
        _timestampFormat ??= Compile();
        var topic = _topicFormat
            .Replace("${topic}", record.Topic, StringComparison.Ordinal)
            .Replace("${timestamp}", _timestampFormat.Format(new UtcInstant(timestampMs)), StringComparison.Ordinal);
        return record.WithTopic(topic);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // Holds nothing.
    }

    private JavaDateFormat Compile()
    {
        try
        {
            return new JavaDateFormat(_pattern);
        }
        catch (FormatException error)
        {
            throw new ArgumentException(error.Message, error);
        }
    }
}

using System.Text;
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

    private readonly StringBuilder _topic = new();
    private TopicCache<string[]> _parts = new(_ => []);
    private string _pattern = "";
    private JavaDateFormat? _timestampFormat;

    /// <inheritdoc/>
    public ConfigDef Config => Definition;

    /// <inheritdoc/>
    public void Configure(IReadOnlyDictionary<string, string> settings)
    {
        var config = Definition.Read(settings);
        var topicFormat = config.GetString(TopicSetting);
        _parts = new(topic => topicFormat.Replace("${topic}", topic, StringComparison.Ordinal).Split("${timestamp}"));
        _pattern = config.GetString(TimestampSetting);
    }

    /// <inheritdoc/>
    public ConnectRecord? Apply(ConnectRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        var timestampMs = record.TimestampMs ?? throw new DataException($"Timestamp missing on record: {RecordText.Of(record)}");
        _timestampFormat ??= Compile();
        var parts = _parts.Of(record.Topic);
        _topic.Clear().Append(parts[0]);
        for (var i = 1; i < parts.Length; i++)
        {
            _timestampFormat.AppendTo(_topic, new UtcInstant(timestampMs));
            _topic.Append(parts[i]);
        }

        return record.WithTopic(_topic.ToString());
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

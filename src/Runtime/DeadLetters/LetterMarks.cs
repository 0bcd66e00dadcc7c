using System.Text;
using OrleansConnect.Runtime.Pipeline;

namespace OrleansConnect.Runtime.DeadLetters;

/// <summary>What was done with the letters of a queue, as it is in the topic beside it.</summary>
internal sealed class LetterMarks(string topic)
{
    private readonly Dictionary<string, byte[]> _values = new(StringComparer.Ordinal);

    /// <summary>The topic with the marks of a queue.</summary>
    public static string TopicOf(string queue) => $"{queue}.replayed";

    public void Add(ConsumedRecord record)
    {
        var key = Encoding.UTF8.GetString(record.Key ?? []);
        if (record.Value is { } value)
        {
            _values[key] = value;
        }
        else
        {
            _values.Remove(key);
        }
    }

    public LetterMark? Find(Letter letter) => _values.Count > 0 && _values.TryGetValue(Encoding.UTF8.GetString(MarkCodec.KeyOf(letter)), out var value)
        ? MarkCodec.Parse(topic, letter.Id, value)
        : null;
}

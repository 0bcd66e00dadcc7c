namespace OrleansConnect.Transforms;

/// <summary>What is known of topics, which most records share with others.</summary>
internal sealed class TopicCache<T>(Func<string, T> make)
{
    // A bound for connectors that name a topic by what is in each record.
    private const int TopicsMax = 1000;

    private readonly Dictionary<string, T> _known = [];
    private string? _lastTopic;
    private T? _last;

    public T Of(string topic)
    {
        // Records mostly come from the topic of the record before.
        if (_lastTopic == topic)
        {
            return _last!;
        }

        if (!_known.TryGetValue(topic, out var known))
        {
            known = make(topic);
            if (_known.Count == TopicsMax)
            {
                _known.Clear();
            }

            _known.Add(topic, known);
        }

        (_lastTopic, _last) = (topic, known);
        return known;
    }
}

namespace OrleansConnect.Transforms;

/// <summary>What is known of topics, which most records share with others.</summary>
internal sealed class TopicCache<T>(Func<string, T> make)
{
    // A bound for connectors that name a topic by what is in each record.
    private const int TopicsMax = 1000;

    private readonly Dictionary<string, T> _known = [];

    public T Of(string topic)
    {
        if (!_known.TryGetValue(topic, out var known))
        {
            known = make(topic);
            if (_known.Count == TopicsMax)
            {
                _known.Clear();
            }

            _known.Add(topic, known);
        }

        return known;
    }
}

namespace OrleansConnect.Runtime.Tasks;

/// <summary>
/// The topics of a source's records, by number, and those of them that Kafka takes records of. The runner's loop numbers them; acknowledgements look them up under the lock of
/// <see cref="PendingRecords"/>, under which new ones are added.
/// </summary>
/// <param name="use">Hears of each topic once for the acknowledgements that come together.</param>
internal sealed class DeliveredTopics(ITopicUse? use)
{
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly List<string> _names = [];
    private long[] _toldIn = new long[4];
    private string? _last;
    private int _lastNumber;
    private long _round;

    /// <summary>Whether the topic has a number already, which is then at hand without the lock.</summary>
    public bool TryFind(string topic, out int number)
    {
        if (!ReferenceEquals(topic, _last))
        {
            if (!_numbers.TryGetValue(topic, out number))
            {
                return false;
            }

            (_last, _lastNumber) = (topic, number);
        }

        number = _lastNumber;
        return true;
    }

    /// <summary>Numbers another topic. Under the lock.</summary>
    public int Add(string topic)
    {
        var number = _names.Count;
        _names.Add(topic);
        if (_names.Count > _toldIn.Length)
        {
            Array.Resize(ref _toldIn, _names.Count * 2);
        }

        return _numbers[topic] = number;
    }

    /// <summary>More acknowledgements have come. Under the lock.</summary>
    public void BeginRound() => _round++;

    /// <summary>Kafka has a record of the topic. Under the lock.</summary>
    public void SetDelivered(int number)
    {
        ref var toldIn = ref _toldIn[number];
        if (toldIn != _round)
        {
            toldIn = _round;
            use?.OnUsed(_names[number]);
        }
    }
}

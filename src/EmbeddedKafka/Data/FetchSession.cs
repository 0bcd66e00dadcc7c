using OrleansConnect.EmbeddedKafka.Wire;

namespace OrleansConnect.EmbeddedKafka.Data;

/// <summary>The partitions a consumer reads, kept between its fetches so that it need name only changes (KIP-227).</summary>
internal sealed class FetchSession(int id)
{
    private readonly Dictionary<(string Topic, Guid Id, int Partition), FetchTarget> _targets = [];

    public int Id => id;

    /// <summary>The epoch the next fetch must carry.</summary>
    public int NextEpoch { get; set; } = 1;

    public long LastUsed { get; set; }

    public IReadOnlyCollection<FetchTarget> Targets => _targets.Values;

    public void Update(FetchRequest request)
    {
        foreach (var topic in request.ForgottenTopicsData)
        {
            foreach (var partition in topic.Partitions)
            {
                _targets.Remove((topic.Topic, topic.TopicId, partition));
            }
        }

        foreach (var topic in request.Topics)
        {
            foreach (var partition in topic.Partitions)
            {
                var key = (topic.Topic, topic.TopicId, partition.Partition);
                if (_targets.TryGetValue(key, out var target))
                {
                    target.Request = partition;
                }
                else
                {
                    _targets[key] = new FetchTarget(topic.Topic, topic.TopicId, partition);
                }
            }
        }
    }

    /// <summary>Puts partitions that gave records behind the others, so that a full answer starves none.</summary>
    public void MoveBack(IReadOnlyList<FetchTarget> served)
    {
        if (served.Count == _targets.Count)
        {
            return;
        }

        foreach (var target in served)
        {
            var key = (target.Topic, target.TopicId, target.Request.Partition);
            _targets.Remove(key);
            _targets[key] = target;
        }
    }
}

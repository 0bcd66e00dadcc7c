namespace OrleansConnect.Runtime.DeadLetters;

/// <summary>Decides what of a queue is read for letters that are wanted.</summary>
internal static class LetterStretches
{
    // To read past as many costs less than to begin elsewhere.
    private const long GapMax = 1000;

    /// <summary>The newest of each partition, so many in all. Small partitions leave their share to those that have more.</summary>
    public static IReadOnlyDictionary<int, Stretch> Newest(IReadOnlyDictionary<int, Stretch> logs, int count)
    {
        var (newest, left, parts) = (new Dictionary<int, Stretch>(), (long)count, logs.Count);
        foreach (var (partition, log) in logs.OrderBy(log => log.Value.To - log.Value.From))
        {
            var taken = Math.Min(log.To - log.From, left / parts--);
            newest[partition] = new(log.To - taken, log.To);
            left -= taken;
        }

        return newest;
    }

    /// <summary>Stretches in which these letters are, without what is far from all of them.</summary>
    public static IReadOnlyDictionary<int, IReadOnlyList<Stretch>> Around(IEnumerable<LetterId> ids)
    {
        var all = new Dictionary<int, IReadOnlyList<Stretch>>();
        foreach (var part in ids.GroupBy(id => id.Partition))
        {
            var stretches = new List<Stretch>();
            foreach (var offset in part.Select(id => id.Offset).Order())
            {
                if (stretches.Count > 0 && offset - stretches[^1].To <= GapMax)
                {
                    stretches[^1] = new(stretches[^1].From, offset + 1);
                }
                else
                {
                    stretches.Add(new(offset, offset + 1));
                }
            }

            all[part.Key] = stretches;
        }

        return all;
    }
}

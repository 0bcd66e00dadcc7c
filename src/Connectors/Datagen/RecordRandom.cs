namespace OrleansConnect.Connectors.Datagen;

/// <summary>
/// The random numbers of one record. They follow from the seed and the record's number alone, so that a task starts anywhere without making what comes before, and
/// the records are the same however many tasks make them. SplitMix64.
/// </summary>
internal struct RecordRandom(long seed, long record)
{
    private const ulong Step = 0x9E3779B97F4A7C15;

    private ulong _state = Mix((ulong)seed + Step) ^ Mix((ulong)record * Step);

    public ulong Next() => Mix(_state += Step);

    /// <summary>A number from 0 up to but not including the bound.</summary>
    public long Below(long bound) => (long)Math.BigMul(Next(), (ulong)bound, out _);

    /// <summary>A number from 0 up to but not including 1.</summary>
    public double Fraction() => (Next() >> 11) * (1.0 / (1L << 53));

    private static ulong Mix(ulong bits)
    {
        bits = (bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9;
        bits = (bits ^ (bits >> 27)) * 0x94D049BB133111EB;
        return bits ^ (bits >> 31);
    }
}

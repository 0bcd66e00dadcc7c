using CsCheck;

namespace OrleansConnect.Tests.Conformance.Java;

/// <summary>Draws random choices for one case.</summary>
public sealed class Draw(PCG random)
{
    /// <summary>A number from 0 to below the limit.</summary>
    public int Below(int limit)
    {
        return limit <= 1 ? 0 : (int)random.Next((uint)limit);
    }

    public bool Chance(int percent) => Below(100) < percent;

    public T OneOf<T>(params ReadOnlySpan<T> choices) => choices[Below(choices.Length)];

    public ulong Bits()
    {
        return random.Next64();
    }

    /// <summary>Bits of a random length, so that small numbers are as likely as large ones.</summary>
    public long Number() => (long)Bits() >> Below(64);
}

using System.Numerics;

namespace OrleansConnect.Runtime.Plugins;

/// <summary>
/// A part of a version: a number, a word, or the sequence that follows a hyphen. At the same place a number comes after a
/// sequence and a sequence after a word. A part that is missing counts as the release.
/// </summary>
internal abstract record VersionPart
{
    /// <summary>Compares with the part at the same place of another version; null if there is none.</summary>
    public abstract int CompareTo(VersionPart? other);

    /// <summary>Whether leaving the part out changes nothing.</summary>
    public abstract bool IsEmpty { get; }

    internal sealed record Number(BigInteger Value) : VersionPart
    {
        public override bool IsEmpty => Value.IsZero;

        public override int CompareTo(VersionPart? other) => other switch
        {
            null => Value.Sign,
            Number number => Value.CompareTo(number.Value),
            _ => 1,
        };
    }

    internal sealed record Word(string Text) : VersionPart
    {
        private static readonly string[] Order = ["alpha", "beta", "milestone", "rc", "snapshot", "", "sp"];
        private static readonly int Release = Array.IndexOf(Order, "");

        public override bool IsEmpty => Text.Length == 0;

        private int Rank => Array.IndexOf(Order, Text) is >= 0 and var known ? known : Order.Length;

        public override int CompareTo(VersionPart? other) => other switch
        {
            null => Rank.CompareTo(Release),
            Word word => CompareTo(word),
            _ => -1,
        };

        private int CompareTo(Word other)
        {
            var result = Rank.CompareTo(other.Rank);
            return result != 0 ? result : string.CompareOrdinal(Text, other.Text);
        }
    }

    internal sealed record Sequence(IReadOnlyList<VersionPart> Parts) : VersionPart
    {
        public override bool IsEmpty => Parts.Count == 0;

        public override int CompareTo(VersionPart? other) => other switch
        {
            null => Parts.Select(part => part.CompareTo(null)).FirstOrDefault(result => result != 0),
            Sequence sequence => CompareTo(sequence.Parts),
            Number => -1,
            _ => 1,
        };

        private int CompareTo(IReadOnlyList<VersionPart> others)
        {
            for (var i = 0; i < Math.Max(Parts.Count, others.Count); i++)
            {
                var other = i < others.Count ? others[i] : null;
                var result = i < Parts.Count ? Parts[i].CompareTo(other) : -others[i].CompareTo(null);
                if (result != 0)
                {
                    return result;
                }
            }

            return 0;
        }
    }
}

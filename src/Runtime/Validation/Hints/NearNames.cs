namespace OrleansConnect.Runtime.Validation.Hints;

/// <summary>Finds what was likely meant by a misspelt name.</summary>
internal static class NearNames
{
    // Longer texts are no misspelt names, and comparing them takes long.
    private const int LongestName = 200;

    /// <summary>The nearest of the names whatever their case, or null where none is near.</summary>
    public static string? Nearest(string name, IEnumerable<string> candidates)
    {
        if (name.Length is 0 or > LongestName)
        {
            return null;
        }

        var nearest = candidates
            .Where(candidate => candidate.Length is > 0 and <= LongestName)
            .Select(candidate => (Candidate: candidate, Distance: Distance(name.ToUpperInvariant(), candidate.ToUpperInvariant())))
            .DefaultIfEmpty((Candidate: "", Distance: int.MaxValue))
            .MinBy(pair => pair.Distance);
        return nearest.Distance <= Math.Max(1, name.Length / 3) ? nearest.Candidate : null;
    }

    // Letters inserted, removed, replaced or swapped with the next.
    private static int Distance(string one, string other)
    {
        var steps = new int[one.Length + 1, other.Length + 1];
        for (var i = 0; i <= one.Length; i++)
        {
            for (var j = 0; j <= other.Length; j++)
            {
                steps[i, j] = i == 0 || j == 0 ? i + j : Math.Min(
                    Math.Min(steps[i - 1, j], steps[i, j - 1]) + 1,
                    steps[i - 1, j - 1] + (one[i - 1] == other[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && one[i - 1] == other[j - 2] && one[i - 2] == other[j - 1])
                {
                    steps[i, j] = Math.Min(steps[i, j], steps[i - 2, j - 2] + 1);
                }
            }
        }

        return steps[one.Length, other.Length];
    }
}

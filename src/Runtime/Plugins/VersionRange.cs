using OrleansConnect.Abstractions.Errors;

namespace OrleansConnect.Runtime.Plugins;

/// <summary>
/// The versions of a plugin that a configuration accepts: <c>1.0</c> exactly that, <c>[1.0,2.0)</c> and <c>(,1.5]</c> ranges, several of them
/// separated by commas, <c>latest</c> or nothing the newest there is.
/// </summary>
public sealed class VersionRange
{
    /// <summary>Every version; the newest is wanted.</summary>
    public static readonly VersionRange Latest = new([new Interval(null, false, null, false)]);

    // A version's parts are within each other: a text without an end would take the whole stack.
    private const int LengthMax = 1000;

    private readonly List<Interval> _intervals;

    private VersionRange(List<Interval> intervals) => _intervals = intervals;

    /// <summary>Reads what stands behind a <c>plugin.version</c> setting.</summary>
    /// <exception cref="ConfigException">The text is neither a version nor a range; the cause says why.</exception>
    public static VersionRange Parse(string? text)
    {
        if (text is null or "latest")
        {
            return Latest;
        }

        var trimmed = text.Trim();
        try
        {
            if (trimmed.Length > LengthMax)
            {
                throw new FormatException($"More than {LengthMax} characters are no version.");
            }

            return new VersionRange(Intervals(trimmed is ['[' or '(', ..] ? trimmed : $"[{trimmed}]"));
        }
        catch (FormatException reason)
        {
            throw new ConfigException($"Invalid version specification: {text}", reason);
        }
    }

    /// <summary>Whether the configuration accepts a version.</summary>
    public bool Contains(PluginVersion version) => _intervals.Exists(interval => interval.Contains(version));

    /// <summary>The newest of the versions that the configuration accepts, or null.</summary>
    public PluginVersion? Newest(IEnumerable<PluginVersion> installed) => installed.Where(Contains).Max();

    /// <summary>The range as messages show it, for example <c>[9,9]</c>.</summary>
    public override string ToString() => string.Join(',', _intervals);

    private static List<Interval> Intervals(string text)
    {
        var intervals = new List<Interval>();
        var rest = text;
        while (rest.Length > 0)
        {
            if (rest[0] is not ('[' or '('))
            {
                throw new FormatException($"Only fully-qualified sets allowed in multiple set scenario: {text}");
            }

            var end = rest.AsSpan().IndexOfAny(')', ']');
            if (end < 0)
            {
                throw new FormatException($"Unbounded range: {text}");
            }

            var interval = Interval.Parse(rest[..(end + 1)]);
            if (intervals.Count > 0 && !interval.Follows(intervals[^1]))
            {
                throw new FormatException($"Ranges overlap: {text}");
            }

            intervals.Add(interval);
            rest = rest[(end + 1)..].TrimStart();
            rest = rest.StartsWith(',') ? rest[1..].TrimStart() : rest;
        }

        return intervals;
    }

    private sealed record Interval(PluginVersion? Lower, bool IncludesLower, PluginVersion? Upper, bool IncludesUpper)
    {
        public static Interval Parse(string text)
        {
            var (includesLower, includesUpper) = (text[0] == '[', text[^1] == ']');
            var bounds = text[1..^1].Split(',', 2, StringSplitOptions.TrimEntries);
            if (bounds.Length == 1)
            {
                var only = new PluginVersion(bounds[0]);
                return includesLower && includesUpper ? new Interval(only, true, only, true) : throw new FormatException($"Single version must be surrounded by []: {text}");
            }

            var interval = new Interval(Bound(bounds[0]), includesLower, Bound(bounds[1]), includesUpper);
            return interval.IsInOrder ? interval : throw new FormatException($"Range defies version ordering: {text}");
        }

        private bool IsInOrder => Lower is null || Upper is null || Lower.CompareTo(Upper) switch
        {
            < 0 => true,
            0 => IncludesLower && IncludesUpper,
            _ => false,
        };

        public bool Contains(PluginVersion version) =>
            (Lower is null || (IncludesLower ? version >= Lower : version > Lower))
            && (Upper is null || (IncludesUpper ? version <= Upper : version < Upper));

        public bool Follows(Interval previous) => previous.Upper is null || (Lower is not null && Lower >= previous.Upper);

        public override string ToString() => $"{(IncludesLower ? '[' : '(')}{Lower},{Upper}{(IncludesUpper ? ']' : ')')}";

        private static PluginVersion? Bound(string text) => text.Length == 0 ? null : new PluginVersion(text);
    }
}

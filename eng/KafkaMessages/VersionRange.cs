using System.Globalization;

namespace OrleansConnect.KafkaMessages;

/// <summary>The versions of a message in which something holds: "3+", "1-7", "4" or all.</summary>
internal readonly struct VersionRange(int first, int last)
{
    public static VersionRange None => new(1, 0);

    public static VersionRange All => new(0, short.MaxValue);

    public int First { get; } = first;

    public int Last { get; } = last;

    public bool IsNone => First > Last;

    public static VersionRange Parse(string text)
    {
        if (text.EndsWith("+", StringComparison.Ordinal))
        {
            return new(Number(text.Substring(0, text.Length - 1)), short.MaxValue);
        }

        var dash = text.IndexOf('-');
        return dash < 0 ? new(Number(text), Number(text)) : new(Number(text.Substring(0, dash)), Number(text.Substring(dash + 1)));
    }

    /// <summary>The C# condition on <c>version</c>, given the versions that can occur; empty when it always holds.</summary>
    public string Condition(VersionRange possible) => (First > possible.First, Last < possible.Last) switch
    {
        (false, false) => "",
        (true, false) => $"version >= {First}",
        (false, true) => $"version <= {Last}",
        _ => $"version is >= {First} and <= {Last}",
    };

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}

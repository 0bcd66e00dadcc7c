namespace OrleansConnect.Abstractions.Configuration;

/// <summary>A variable in a text: <c>${provider:path:key}</c> or <c>${provider:key}</c>. What follows a second colon is the key, colons and all.</summary>
/// <param name="Text">The variable as it was written.</param>
/// <param name="Start">Where in the text it begins.</param>
/// <param name="Provider">The provider's name.</param>
/// <param name="Path">Where the provider looks; empty where nothing is said.</param>
/// <param name="Key">What it looks for there.</param>
internal readonly record struct ConfigVariable(string Text, int Start, string Provider, string Path, string Key)
{
    private const string Opening = "${";

    public int End => Start + Text.Length;

    /// <summary>The variables of a text, in order. Each character is looked at a fixed number of times, whatever the text is.</summary>
    public static IEnumerable<ConfigVariable> In(string text)
    {
        for (var start = text.IndexOf(Opening, StringComparison.Ordinal); start >= 0;)
        {
            var end = text.IndexOf('}', start);
            if (end < 0)
            {
                yield break;
            }

            // Without a colon nothing that begins before the brace is one.
            if (text.IndexOf(':', start, end - start) is >= 0 and var colon)
            {
                yield return Parse(text, start, colon, end);
            }

            start = text.IndexOf(Opening, end + 1, StringComparison.Ordinal);
        }
    }

    private static ConfigVariable Parse(string text, int start, int colon, int end)
    {
        var second = text.IndexOf(':', colon + 1, end - colon - 1);
        return new(
            text[start..(end + 1)],
            start,
            text[(start + Opening.Length)..colon],
            second < 0 ? "" : text[(colon + 1)..second],
            text[((second < 0 ? colon : second) + 1)..end]);
    }
}

using OrleansConnect.Abstractions.Configuration;

namespace OrleansConnect.Runtime.Validation.Hints;

/// <summary>One error of a setting, taken apart.</summary>
/// <param name="Key">The setting as the user writes it, with its prefix.</param>
/// <param name="Message">The error's text.</param>
/// <param name="Definition">The setting's definition, or null where nobody declares it.</param>
/// <param name="Recommended">Values that are proposed for it.</param>
/// <param name="Unknown">Settings of the configuration that nobody declares.</param>
internal sealed record FoundError(string Key, string Message, ConfigKey? Definition, IReadOnlyList<string> Recommended, IReadOnlyList<string> Unknown)
{
    private const string Opening = "Invalid value ";
    private const string Middle = " for configuration ";
    private const int LongestShown = 100;

    /// <summary>The value that was refused; null where the text does not say it, and for passwords.</summary>
    public string? Wrong
    {
        get
        {
            var end = Message.IndexOf(Middle, StringComparison.Ordinal);
            var isShown = end >= Opening.Length && Message.StartsWith(Opening, StringComparison.Ordinal) && Definition?.Type != ConfigType.Password;
            return isShown ? Message[Opening.Length..end] : null;
        }
    }

    /// <summary>Why it was refused: what follows the name of the setting.</summary>
    public string Reason
    {
        get
        {
            var middle = Message.IndexOf(Middle, StringComparison.Ordinal);
            var start = middle < 0 ? -1 : Message.IndexOf(": ", middle, StringComparison.Ordinal);
            return start < 0 ? Message : Message[(start + 2)..];
        }
    }

    public bool Says(string part) => Message.Contains(part, StringComparison.Ordinal);

    /// <summary>A text between quotes, shortened where it is long.</summary>
    public static string Quote(string text) => $"'{(text.Length <= LongestShown ? text : text[..LongestShown] + "…")}'";
}

using System.Diagnostics.CodeAnalysis;

namespace OrleansConnect.Runtime.DeadLetters;

/// <summary>Texts of headers as lists have them: whoever wrote them may have written anything.</summary>
internal static class GroupText
{
    private const int LengthMax = 1000;

    /// <summary>The first 1,000 characters.</summary>
    [return: NotNullIfNotNull(nameof(text))]
    public static string? Cut(string? text) => text is { Length: > LengthMax } ? text[..(char.IsHighSurrogate(text[LengthMax - 1]) ? LengthMax - 1 : LengthMax)] : text;
}

namespace OrleansConnect.Abstractions.Formats;

/// <summary>What Java takes for the ends of lines, of texts and of words, in .NET's syntax.</summary>
internal static class RegexAnchors
{
    private const string AnyUnit = @"[\s\S]";
    private const string Word = @"[_\p{L}\p{Nd}]|(?<=[\p{L}\p{Nd}]\p{Mn}*)\p{Mn}";
    private const string BehindWord = @"(?<=[_\p{L}\p{Nd}]|[\p{L}\p{Nd}]\p{Mn}+)";
    private const string BeforeWord = $"(?={Word})";
    private const string Boundary = $"(?:{BehindWord}(?!{Word})|(?!{BehindWord}){BeforeWord})";

    public static string Dot(RegexFlags flags) => flags.IsDotAll ? AnyUnit : flags.HasUnixLines ? @"[^\n]" : @"[^\n\r\u0085\u2028\u2029]";

    // At the very end of the text there is no line to start.
    public static string Start(RegexFlags flags) => !flags.IsMultiline ? @"\A"
        : flags.HasUnixLines ? @"(?:(?:\A|(?<=\n))(?!\z))"
        : @"(?:(?:\A|(?<=[\n\u0085\u2028\u2029])|(?<=\r)(?!\n))(?!\z))";

    public static string End(RegexFlags flags) => !flags.IsMultiline ? FinalEnd(flags)
        : flags.HasUnixLines ? @"(?=\n|\z)"
        : @"(?=\z|(?<!\r)\n|[\r\u0085\u2028\u2029])";

    /// <summary>The end of the text, or that of its last line.</summary>
    public static string FinalEnd(RegexFlags flags) => flags.HasUnixLines ? @"(?=\n?\z)" : @"(?=\z|\r\n\z|(?<!\r)\n\z|[\r\u0085\u2028\u2029]\z)";

    public static string WordBoundary(bool isNegated) => isNegated ? $"(?!{Boundary})" : Boundary;
}

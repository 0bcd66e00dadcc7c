namespace OrleansConnect.Abstractions.Formats;

/// <summary>Java's flags within an expression, which hold until the end of the group that they stand in.</summary>
/// <param name="IgnoresCase"><c>i</c>: ASCII letters match in either case.</param>
/// <param name="IsUnicodeCase"><c>u</c>: with <c>i</c>, so do all other letters.</param>
/// <param name="IsDotAll"><c>s</c>: a dot matches ends of lines too.</param>
/// <param name="IsMultiline"><c>m</c>: <c>^</c> and <c>$</c> match at each line.</param>
/// <param name="HasUnixLines"><c>d</c>: only <c>\n</c> ends a line.</param>
/// <param name="HasUnicodeClasses"><c>U</c>: ready sets know more than ASCII.</param>
/// <param name="IsWide">No flag of Java's: whether the texts have characters beyond 16 bits, which are two units each and match as one.</param>
internal readonly record struct RegexFlags(
    bool IgnoresCase, bool IsUnicodeCase, bool IsDotAll, bool IsMultiline, bool HasUnixLines, bool HasUnicodeClasses, bool IsWide)
{
    public const string Pair = @"[\uD800-\uDBFF][\uDC00-\uDFFF]";

    /// <summary>Whether letters match in either case by .NET's own rules, which know all of them.</summary>
    public bool IgnoresAllCase => IgnoresCase && IsUnicodeCase;

    /// <summary>With a flag set or taken away; null when there is no such flag.</summary>
    public RegexFlags? With(char flag, bool isOn) => flag switch
    {
        'i' => this with { IgnoresCase = isOn },
        'u' => this with { IsUnicodeCase = isOn },
        's' => this with { IsDotAll = isOn },
        'm' => this with { IsMultiline = isOn },
        'd' => this with { HasUnixLines = isOn },
        'U' => this with { HasUnicodeClasses = isOn, IsUnicodeCase = isOn },
        _ => null,
    };
}

namespace OrleansConnect.Abstractions.Formats;

/// <summary>Properties of characters, as Java names them, as what stands in a class of .NET. Characters of more than 16 bits have none.</summary>
internal static class RegexProperties
{
    private const string Categories = " Cn Lu Ll Lt Lm Lo Mn Me Mc Nd Nl No Zs Zl Zp Cc Cf Co Cs Pd Ps Pe Pc Po Sm Sc Sk So Pi Pf L M N Z C P S ";
    private const string Cased = @"\p{Lu}\p{Ll}\p{Lt}";
    private const string Lower = @"\p{Ll}\u00AA\u00BA\u02B0-\u02B8\u02C0\u02C1\u02E0-\u02E4\u0345\u037A\u1D2C-\u1D6A\u1D78\u1D9B-\u1DBF\u2071\u207F\u2090-\u209C\u2170-\u217F\u24D0-\u24E9\u2C7C\u2C7D\uA69C\uA69D\uA770\uA7F8\uA7F9\uAB5C-\uAB5F";
    private const string Upper = @"\p{Lu}\u2160-\u216F\u24B6-\u24CF";
    private const string Alphabetic = @"\p{L}\p{Nl}\u0345\u24B6-\u24E9";
    private const string WhiteSpace = @"\p{Z}\u0009-\u000D\u0085";
    private const string Blank = @"\p{Zs}\u0009";
    private const string Graph = @"\p{L}\p{M}\p{N}\p{P}\p{S}\p{Cf}\p{Co}";
    private const string HexDigit = @"\p{Nd}a-fA-F\uFF21-\uFF26\uFF41-\uFF46";
    private const string Ideographic = @"\u3006\u3007\u3021-\u3029\u3038-\u303A\u3400-\u4DBF\u4E00-\u9FFC\uF900-\uFA6D\uFA70-\uFAD9";
    private const string Word = Alphabetic + @"\p{M}\p{Nd}\p{Pc}\u200C\u200D";
    private const string Ignorable = @"\u0000-\u0008\u000E-\u001B\u007F-\u009F\p{Cf}";
    private const string Part = @"\p{L}\p{Nl}\p{Pc}\p{Nd}\p{Mn}\p{Mc}" + Ignorable;

    /// <summary>Those that <c>\p{Is…}</c> knows, in letters of either case; null when there is none of that name.</summary>
    public static string? OfUnicode(string name, bool ignoresCase) => name.ToUpperInvariant() switch
    {
        "LOWERCASE" or "UPPERCASE" or "TITLECASE" when ignoresCase => Lower + Upper + @"\p{Lt}",
        "LETTER" => @"\p{L}",
        "IDEOGRAPHIC" => Ideographic,
        "TITLECASE" => @"\p{Lt}",
        "ASSIGNED" => @"\P{Cn}",
        "NONCHARACTER_CODE_POINT" or "NONCHARACTERCODEPOINT" => @"\uFDD0-\uFDEF\uFFFE\uFFFF",
        "WORD" => Word,
        "JOIN_CONTROL" or "JOINCONTROL" => @"\u200C\u200D",
        "ALPHABETIC" => Alphabetic,
        "LOWERCASE" => Lower,
        "UPPERCASE" => Upper,
        "WHITE_SPACE" or "WHITESPACE" => WhiteSpace,
        "PUNCTUATION" => @"\p{P}",
        "CONTROL" => @"\p{Cc}",
        "HEX_DIGIT" or "HEXDIGIT" => HexDigit,
        "DIGIT" or "ALNUM" or "BLANK" or "GRAPH" or "PRINT" => OfPosix(name),
        _ => null,
    };

    /// <summary>The names that otherwise know ASCII only, with flag U.</summary>
    public static string? OfPosix(string name) => name.ToUpperInvariant() switch
    {
        "ALPHA" => Alphabetic,
        "LOWER" => Lower,
        "UPPER" => Upper,
        "SPACE" => WhiteSpace,
        "PUNCT" => @"\p{P}",
        "XDIGIT" => HexDigit,
        "ALNUM" => Alphabetic + @"\p{Nd}",
        "CNTRL" => @"\p{Cc}",
        "DIGIT" => @"\p{Nd}",
        "BLANK" => Blank,
        "GRAPH" => Graph,
        "PRINT" => Graph + @"\p{Zs}",
        _ => null,
    };

    /// <summary>What <c>\d</c>, <c>\w</c> and <c>\s</c> are with flag U.</summary>
    public static string OfLetter(char letter) => char.ToLowerInvariant(letter) switch
    {
        'd' => @"\p{Nd}",
        's' => WhiteSpace,
        _ => Word,
    };

    /// <summary>General categories.</summary>
    public static string? OfCategory(string name, bool ignoresCase) => name switch
    {
        "Lu" or "Ll" or "Lt" when ignoresCase => Cased,
        "LC" => Cased,
        "LD" => @"\p{L}\p{Nd}",
        { Length: 1 or 2 } when Categories.Contains($" {name} ", StringComparison.Ordinal) => $@"\p{{{name}}}",
        _ => null,
    };

    /// <summary>Those that are methods of Java's <c>Character</c>.</summary>
    public static string? OfJava(string name, bool ignoresCase) => name switch
    {
        "javaLowerCase" or "javaUpperCase" or "javaTitleCase" when ignoresCase => Lower + Upper + @"\p{Lt}",
        "javaLowerCase" => Lower,
        "javaUpperCase" => Upper,
        "javaTitleCase" => @"\p{Lt}",
        "javaAlphabetic" => Alphabetic,
        "javaIdeographic" => Ideographic,
        "javaDigit" => @"\p{Nd}",
        "javaDefined" => @"\P{Cn}",
        "javaLetter" => @"\p{L}",
        "javaLetterOrDigit" => @"\p{L}\p{Nd}",
        _ => OfJavaText(name),
    };

    private static string? OfJavaText(string name) => name switch
    {
        "javaJavaIdentifierStart" => @"\p{L}\p{Nl}\p{Sc}\p{Pc}",
        "javaJavaIdentifierPart" => Part + @"\p{Sc}",
        "javaUnicodeIdentifierStart" => @"\p{L}\p{Nl}\u2118\u212E\u309B\u309C",
        "javaUnicodeIdentifierPart" => Part + @"\u2118\u212E\u309B\u309C\u00B7\u0387\u1369-\u1371\u19DA",
        "javaIdentifierIgnorable" => Ignorable,
        "javaSpaceChar" => @"\p{Z}",
        "javaWhitespace" => @"\u0009-\u000D\u001C-\u0020\u1680\u2000-\u2006\u2008-\u200A\u2028\u2029\u205F\u3000",
        "javaISOControl" => @"\u0000-\u001F\u007F-\u009F",
        _ => null,
    };
}

using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Abstractions.Formats;
using OrleansConnect.Tests.Conformance.Java;

namespace OrleansConnect.Tests.Conformance.Formats;

/// <summary>Regular expressions match and replace as Java's own.</summary>
public sealed class RegexDifferenceTests(JavaOracle java)
{
    private const int Cases = 2500;

    // Ends of lines, letters beyond ASCII, marks, digits of other alphabets, and characters of two units.
    private static readonly string[] Unusual =
        ["\n", "\r", "\r\n", "\u0085", "\u2028", "\u2029", "\t", "\u000b", "\u00a0", "\u2003", "é", "É", "ß", "α", "Α", "я", "漢", "あ", "\u0301", "\u0663", "\ud83d\ude00", "$", "\u2160", "ª", "€"];

    [Fact]
    public void Matches_and_replaces_alike() => new Drawn<Action>(draw =>
    {
        var pattern = Expression(draw, 3).Text;
        var texts = Enumerable.Range(0, 4).Select(_ => string.Concat(Enumerable.Range(0, draw.Below(8)).Select(_ => draw.Chance(80) ? draw.OneOf("a", "b", "A", "1", "-", ".", "_", "ab", " ") : draw.OneOf(Unusual)))).ToArray();
        var replacement = string.Concat(Enumerable.Range(0, draw.Below(4)).Select(_ => draw.OneOf("x", "$1", "$0", "$2", "${n}", "\\$", "$12", "-", "$", "\\", "1")));
        return () => Compare(pattern, texts, replacement);
    }).Check(compare => compare(), Cases);

    private void Compare(string pattern, string[] texts, string replacement)
    {
        foreach (var text in texts)
        {
            var theirs = java.Ask("regex.matches", Notation.OfText(pattern), Notation.OfText(text));
            var ours = Try(() => new JavaRegex(pattern).Matches(text) ? "T" : "F");
            Assert.True(theirs.IsError ? ours is null : ours == theirs.Text, $"'{pattern}' matches '{text}': ours {ours}, theirs {theirs.Text}");
            if (theirs.IsError)
            {
                return;
            }

            theirs = java.Ask("regex.replace", Notation.OfText(pattern), Notation.OfText(replacement), Notation.OfText(text));
            ours = TryReplace(() => Notation.OfText(new JavaRegex(pattern).ReplaceFirst(text, replacement)));
            Assert.True(ours == theirs.Text, $"'{pattern}' in '{text}' by '{replacement}': ours {ours}, theirs {theirs.Text}");
        }
    }

    private static string? Try(Func<string> call)
    {
        try
        {
            return call();
        }
        catch (Exception error) when (error is FormatException or ConnectException)
        {
            return null;
        }
    }

    private static string TryReplace(Func<string> call)
    {
        try
        {
            return call();
        }
        catch (ArgumentException error)
        {
            return JavaAnswer.Error(error).Text;
        }
    }

    // What can match nothing is not repeated: the engines differ in how often they go through it.
    private static Piece Expression(Draw draw, int depth)
    {
        var pieces = Enumerable.Range(0, 1 + draw.Below(3)).Select(_ => Quantified(draw, Atom(draw, depth))).ToArray();
        var sequence = new Piece(string.Concat(pieces.Select(piece => piece.Text)), Array.TrueForAll(pieces, piece => piece.CanBeEmpty));
        if (depth == 0 || !draw.Chance(15))
        {
            return sequence;
        }

        var other = Expression(draw, depth - 1);
        return new($"{sequence.Text}|{other.Text}", sequence.CanBeEmpty || other.CanBeEmpty);
    }

    private static Piece Quantified(Draw draw, Piece piece)
    {
        if (piece.CanBeEmpty || !draw.Chance(40))
        {
            return piece;
        }

        var quantifier = draw.OneOf("*", "+", "?", "{1,2}", "{2}", "{0,}");
        var manner = draw.OneOf("", "", "?", "+");

        // What groups have matched that do not give back, Java keeps although the rest failed.
        manner = manner == "+" && piece.Text.Contains('(', StringComparison.Ordinal) ? "" : manner;
        return new(piece.Text + quantifier + manner, quantifier is "*" or "?" or "{0,}");
    }

    private static Piece Atom(Draw draw, int depth) => draw.Below(depth > 0 ? 13 : 8) switch
    {
        0 or 1 => new(draw.OneOf("a", "b", "1", "-", "_", "ab", " "), false),
        2 => new(draw.OneOf(".", "\\.", "\\d", "\\w", "\\s", "\\D", "\\W", "\\S", "\\h", "\\R", "\\H", "\\v", "\\V", "é", "\ud83d\ude00"), false),
        3 => new(draw.OneOf("\\Qa.b\\E", "\\x61", "\\u0062", "\\0141", "\\x{41}", "\\t", "\\-", "\\_", "\\cA", "#", "]", "}"), false),
        4 => new(draw.OneOf("\\p{Alpha}", "\\p{Lu}", "\\P{Digit}", "\\p{IsAlphabetic}", "\\pL", "\\p{Punct}", "\\p{javaLowerCase}", "\\p{XDigit}", "\\p{Nope}", "\\p{IsLatin}", "\\p{IsGreek}", "\\P{IsCyrillic}", "\\p{sc=Han}", "\\p{InGreek}", "\\p{InLatin-1 Supplement}", "\\p{blk=Basic_Latin}", "\\p{gc=Ll}", "\\p{LC}",
            "\\p{javaUpperCase}", "\\p{javaWhitespace}", "\\p{javaLetterOrDigit}", "\\p{IsWhite_Space}", "\\p{IsUppercase}", "\\p{IsDigit}", "\\p{Lower}", "\\p{Upper}", "\\p{ASCII}", "\\p{Cntrl}", "\\P{L}", "\\p{IsPunctuation}", "\\p{Graph}"), false),
        5 => new(Class(draw, 2), false),
        6 => new(draw.OneOf("^", "$", "\\b", "\\z", "\\1", "\\2", "\\k<n>", "(?i)", "(?s)", "(?-i)", "(?x)", "(?-x)", "(?m)", "(?iu)", "(?d)", "(?U)", "(?-i)", "\\B", "\\Z", "\\A", "(?md)"), true),
        7 => new(draw.Chance(20) ? draw.OneOf("{", "*", "(", ")", "\\y", "\\", "[", "{2}") : "", true),
        8 or 9 => Group(draw, "(", depth),
        10 => Group(draw, "(?<n>", depth),
        11 => Group(draw, draw.OneOf("(?:", "(?>", "(?i:", "(?s-i:", "(?x:", "(?x-i:", "(?iu:", "(?m:", "(?d:"), depth),
        // Without groups: what those of a look-ahead that failed have matched, Java forgets later.
        _ => Group(draw, draw.OneOf("(?=", "(?!"), depth: 1) with { CanBeEmpty = true },
    };

    private static Piece Group(Draw draw, string opening, int depth)
    {
        var within = Expression(draw, depth - 1);
        return within with { Text = $"{opening}{within.Text})" };
    }

    private static string Class(Draw draw, int depth) =>
        $"[{(draw.Chance(25) ? "^" : "")}{string.Concat(Enumerable.Range(0, 1 + draw.Below(3)).Select(_ => ClassItem(draw, depth)))}{(depth > 0 && draw.Chance(20) ? $"&&{ClassItem(draw, depth - 1)}" : "")}]";

    private static string ClassItem(Draw draw, int depth) => draw.Below(depth > 0 ? 6 : 4) switch
    {
        0 => draw.OneOf("a", "b", "1", "_", ".", "-"),
        1 => draw.OneOf("a-z", "0-9", "A-Z", "a-b", "\\--\\.", "à-ü", "\\x{1F600}-\\x{1F64F}", "α-ω", "é"),
        2 => draw.OneOf("\\d", "\\w", "\\W", "\\s", "\\p{Lower}", "\\P{Lower}", "\\p{L}", "\\p{IsLatin}", "\\h", "\\V", "\\P{IsAlphabetic}"),
        3 => draw.OneOf("\\.", "\\-", "\\]", "\\[", "\\^"),
        _ => Class(draw, depth - 1),
    };

    private sealed record Piece(string Text, bool CanBeEmpty);
}

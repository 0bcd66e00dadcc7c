using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Abstractions.Formats;

namespace OrleansConnect.Tests.Unit.Abstractions.Formats;

public sealed class JavaRegexTests
{
    [Theory]
    [InlineData("[a-z&&[^aeiou]]+", "xyz", true)]
    [InlineData("[a-z&&[^aeiou]]+", "xaz", false)]
    [InlineData("a*+a", "aaa", false)]
    [InlineData(@"\Qa.b\E", "a.b", true)]
    [InlineData(@"\Qa.b\E", "axb", false)]
    [InlineData(@"\p{Lower}{2}\p{Digit}", "ab1", true)]
    [InlineData(@"\d", "\u0663", false)]
    [InlineData("(?<first>a)(b)\\1", "aba", true)]
    [InlineData("[a[^b-z]]", "-", true)]
    [InlineData("a|ab", "ab", true)]
    [InlineData("orders", "my-orders", false)]
    [InlineData("(?i)ORDERS", "orders", true)]
    [InlineData("(?i)É", "é", false)]
    [InlineData("(?iu)É", "é", true)]
    [InlineData("a.b", "a\u0085b", false)]
    [InlineData("(?d)a.b", "a\u0085b", true)]
    [InlineData("(?s:a$.)", "a\u2028", true)]
    [InlineData("(?m:a$.^b)", "a\nb", false)]
    [InlineData("(?ms:a$.^b)", "a\nb", true)]
    [InlineData(@"\p{IsGreek}\p{InGreek}\p{sc=Latin}", "αβγ", false)]
    [InlineData(@"\p{IsGreek}\p{InGreek}\p{sc=Latin}", "αβc", true)]
    [InlineData("(?U)\\w+", "é", true)]
    [InlineData(@"[\x{1F600}-\x{1F64F}].", "\ud83d\ude00\ud83d\ude01", true)]
    [InlineData(@"\R{2}", "\r\n", false)]
    [InlineData("a|{2}", "", true)]
    [InlineData("[a&&&b]+", "a&b", true)]
    [InlineData("[a&&&&b]", "b", false)]
    [InlineData("[&a&&&b]+", "&ab", true)]
    [InlineData("[a-z&&&B-C]+", "b&C", true)]
    [InlineData("(?iu)\u0131", "I", true)]
    [InlineData("(?iu)s[s]", "\u017F\u017F", true)]
    [InlineData("(?iu)\u00B5[\u03BC]", "\u039C\u00B5", true)]
    [InlineData("(?iu)\u03D0[\u03B1-\u03B2]", "\u03B2\u03D0", true)]
    [InlineData("(?iu)k[a-z]", "\u212AK", true)]
    [InlineData("(?iu)\u00DF", "\u1E9E", true)]
    public void Matches_whole_texts_as_Java_does(string pattern, string text, bool matches) => Assert.Equal(matches, new JavaRegex(pattern).Matches(text));

    [Fact]
    public void A_text_on_which_the_engine_fails_is_an_error_of_its_record()
    {
        var regex = new JavaRegex(@"(?:((?<n>[^-]1){0,}?)+?(?!\d-)?){1,2}+\z{2}");

        Assert.Contains("cannot be tried on the text 'ab'", Assert.Throws<DataException>(() => regex.Matches("ab")).Message);
    }

    [Theory]
    [InlineData("(", "Unclosed group near index 1\n(")]
    [InlineData("x(?i:a", "Unclosed group near index 6\nx(?i:a")]
    [InlineData("a)", "Unmatched closing ')' near index 0\na)\n^")]
    [InlineData("[a", "Unclosed character class near index 1\n[a\n ^")]
    [InlineData("[a&&b", "Unclosed character class near index 4\n[a&&b\n    ^")]
    [InlineData("[]", "Unclosed character class near index 1\n[]\n ^")]
    [InlineData("[&&&b]", "Bad class syntax near index 2\n[&&&b]\n  ^")]
    [InlineData("a**", "Dangling meta character '*' near index 2\na**\n  ^")]
    [InlineData("a{x}", "Illegal repetition near index 2\na{x}\n  ^")]
    [InlineData("a{1,", "Unclosed counted closure near index 4\na{1,")]
    [InlineData("a{00003,2}", "Illegal repetition range near index 9\na{00003,2}\n         ^")]
    [InlineData("{2,1}*", "Illegal repetition range near index 4\n{2,1}*\n    ^")]
    [InlineData("a{2147483648}", "Illegal repetition range near index 11\na{2147483648}\n           ^")]
    [InlineData("a{1,2147483648}b", "Illegal repetition range near index 13\na{1,2147483648}b\n             ^")]
    [InlineData("\\p{L+(a)", "Unclosed character family near index 8\n\\p{L+(a)")]
    [InlineData("(\\Q.\\E+*)", "Dangling meta character '*' near index 4\n(\\Q.\\E+*)\n    ^")]
    [InlineData("\U0001F600\\Q1a.\\E(", "Unclosed group near index 9\n\U0001F600\\Q1a.\\E(\n         ^")]
    [InlineData("\\k<n>", "named capturing group <n> does not exist near index 4\n\\k<n>\n    ^")]
    [InlineData("(?<1>a)", "capturing group name does not start with a Latin letter near index 3\n(?<1>a)\n   ^")]
    [InlineData("(?<n-a>b)", "named capturing group is missing trailing '>' near index 4\n(?<n-a>b)\n    ^")]
    [InlineData("(?<n>a)(?<n>b)", "Named capturing group <n> is already defined near index 11\n(?<n>a)(?<n>b)\n           ^")]
    [InlineData("(?z)", "Unknown inline modifier near index 2\n(?z)\n  ^")]
    [InlineData("(?i", "Unknown inline modifier near index 3\n(?i")]
    [InlineData("\\p{In_Basic_Latin}", "Unknown character property name {In_Basic_Latin} near index 17\n\\p{In_Basic_Latin}\n                 ^")]
    [InlineData("\\p{sc=Foo}", "Unknown Unicode property {name=<sc>, value=<Foo>} near index 9\n\\p{sc=Foo}\n         ^")]
    [InlineData("[b-a]", "Illegal character range near index 3\n[b-a]\n   ^")]
    [InlineData("\\y", "Illegal/unsupported escape sequence near index 1\n\\y\n ^")]
    [InlineData("\\u12", "Illegal Unicode escape sequence near index 4\n\\u12")]
    [InlineData("a\\", "Unexpected internal error near index 2\na\\")]
    public void Says_what_is_wrong_as_Java_does(string pattern, string message) =>
        Assert.Equal(message, Assert.Throws<FormatException>(() => new JavaRegex(pattern)).Message);

    [Theory]
    [InlineData("(?<env>[a-z]+)-(.*)", "prod-orders", "$2.${env}", "orders.prod")]
    [InlineData("(.*)", "a", "$10", "a0")]
    [InlineData("a|ab", "ab", "x", "xb")]
    [InlineData("b", "abb", @"\$1", "a$1b")]
    [InlineData("x", "a", "$9", "a")]
    public void Replaces_the_first_match(string pattern, string text, string replacement, string expected) =>
        Assert.Equal(expected, new JavaRegex(pattern).ReplaceFirst(text, replacement));

    [Theory]
    [InlineData("$1", "No group 1")]
    [InlineData("${n}", "No group with name {n}")]
    [InlineData("$", "group index is missing")]
    [InlineData("\\", "character to be escaped is missing")]
    public void Says_what_is_wrong_with_a_replacement(string replacement, string message) =>
        Assert.Contains(message, Assert.ThrowsAny<ArgumentException>(() => new JavaRegex("a").ReplaceFirst("a", replacement)).Message);

    [Theory]
    [InlineData(250, true)]
    [InlineData(251, false)]
    [InlineData(100_000, false)]
    public void Takes_so_many_classes_within_each_other_and_no_more(int depth, bool isTaken)
    {
        var pattern = new string('[', depth) + "a" + new string(']', depth);

        var error = Record.Exception(() => Assert.True(new JavaRegex(pattern).Matches("a")));

        Assert.Equal(isTaken, error is null);
        Assert.True(isTaken || error is FormatException && error.Message.StartsWith("More than 250 classes within each other near index 2", StringComparison.Ordinal), error?.Message);
    }

    [Theory]
    [InlineData("(")]
    [InlineData("*a")]
    [InlineData("a{x")]
    [InlineData("[a")]
    [InlineData("a**")]
    [InlineData(@"\p{Nope}")]
    [InlineData("a|*")]
    [InlineData(@"\N{LATIN SMALL LETTER A}")]
    [InlineData(@"\b{g}")]
    [InlineData(@"\y")]
    public void Refuses_what_Java_refuses(string pattern) => Assert.Throws<FormatException>(() => new JavaRegex(pattern));
}

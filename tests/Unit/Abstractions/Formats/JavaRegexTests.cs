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
    public void Matches_whole_texts_as_Java_does(string pattern, string text, bool matches) => Assert.Equal(matches, new JavaRegex(pattern).Matches(text));

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

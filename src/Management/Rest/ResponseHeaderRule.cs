using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using OrleansConnect.Abstractions.Errors;

namespace OrleansConnect.Management.Rest;

/// <summary>One header of every answer: <c>set X-Frame-Options:DENY</c>. A date is given in milliseconds from now.</summary>
public sealed partial record ResponseHeaderRule
{
    private ResponseHeaderRule(string action, string name, string value)
    {
        IsAdded = action.StartsWith("add", StringComparison.OrdinalIgnoreCase);
        IsDate = action.EndsWith("Date", StringComparison.OrdinalIgnoreCase);
        Name = name;
        Value = value;
    }

    internal bool IsAdded { get; }

    internal bool IsDate { get; }

    internal string Name { get; }

    internal string Value { get; }

    internal static IReadOnlyList<ResponseHeaderRule> ParseAll(string key, string? text) =>
        [.. Separator().Split(text ?? "").Select(rule => rule.Trim().Trim('"').Trim()).Where(rule => rule.Length > 0).Select(rule => Parse(key, rule))];

    internal void Apply(IHeaderDictionary headers, TimeProvider time)
    {
        var value = IsDate
            ? (time.GetUtcNow() + TimeSpan.FromMilliseconds(long.Parse(Value, CultureInfo.InvariantCulture))).ToString("R", CultureInfo.InvariantCulture)
            : Value;
        headers[Name] = IsAdded ? Microsoft.Extensions.Primitives.StringValues.Concat(headers[Name], value) : value;
    }

    private static ResponseHeaderRule Parse(string key, string text)
    {
        var match = Rule().Match(text);
        if (!match.Success)
        {
            throw ConfigException.Invalid(key, text, "A rule is one of add, set, addDate and setDate, a blank, and a header as Name:Value.");
        }

        var rule = new ResponseHeaderRule(match.Groups["action"].Value, match.Groups["name"].Value, match.Groups["value"].Value);
        return rule.IsDate && !long.TryParse(rule.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _)
            ? throw ConfigException.Invalid(key, text, "The value of a date is a number of milliseconds from now.")
            : rule;
    }

    // A comma outside of double quotes.
    [GeneratedRegex("""\s*,(?=(?:[^"]*"[^"]*")*[^"]*$)\s*""")]
    private static partial Regex Separator();

    [GeneratedRegex(@"^(?<action>add|set|addDate|setDate)\s+(?<name>[!#$%&'*+.^_`|~0-9A-Za-z-]+)\s*:\s*(?<value>\S.*)$", RegexOptions.IgnoreCase)]
    private static partial Regex Rule();
}

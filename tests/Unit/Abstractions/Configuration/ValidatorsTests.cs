using OrleansConnect.Abstractions.Configuration;
using OrleansConnect.Abstractions.Errors;

namespace OrleansConnect.Tests.Unit.Abstractions.Configuration;

/// <summary>The expected texts are what Kafka 4.3.1's validators answer.</summary>
public sealed class ValidatorsTests
{
    private static readonly Dictionary<string, IConfigValidator> ByDescription = new[]
    {
        Validators.AtLeast(1), Validators.AtMost(10), Validators.Between(1, 10), Validators.AtLeast(0.5), Validators.OneOf("none", "all"),
        Validators.OneOfIgnoringCase("opt", "Req"), Validators.NonEmpty, Validators.NonEmptyWithoutControlCharacters, Validators.NonNull,
        Validators.Regex, Validators.NullOr(Validators.AtLeast(1)), Validators.All(Validators.NonNull, Validators.NonEmpty),
        Validators.Lambda((name, value) => throw ConfigException.Invalid(name, value, "Duplicate alias provided."), "anything but this"),
    }.ToDictionary(validator => validator.ToString()!);

    public static TheoryData<string, object?, string?> Rules { get; } = new()
    {
        { "[1,...]", 1, null },
        { "[1,...]", 1L, null },
        { "[1,...]", 0, "Invalid value 0 for configuration k: Value must be at least 1" },
        { "[1,...]", 0L, "Invalid value 0 for configuration k: Value must be at least 1" },
        { "[1,...]", null, "Invalid value null for configuration k: Value must be non-null" },
        { "[...,10]", 10, null },
        { "[...,10]", 11, "Invalid value 11 for configuration k: Value must be no more than 10" },
        { "[1,...,10]", 11, "Invalid value 11 for configuration k: Value must be no more than 10" },
        { "[1,...,10]", 0, "Invalid value 0 for configuration k: Value must be at least 1" },
        { "[0.5,...]", 0.25, "Invalid value 0.25 for configuration k: Value must be at least 0.5" },
        { "[none, all]", "none", null },
        { "[none, all]", "NONE", "Invalid value NONE for configuration k: String must be one of: none, all" },
        { "[none, all]", null, "Invalid value null for configuration k: String must be one of: none, all" },
        { "(case insensitive) [OPT, REQ]", "rEQ", null },
        { "(case insensitive) [OPT, REQ]", "x", "Invalid value x for configuration k: String must be one of (case insensitive): OPT, REQ" },
        { "(case insensitive) [OPT, REQ]", null, "Invalid value null for configuration k: String must be one of (case insensitive): OPT, REQ" },
        { "non-empty string", "  ", null },
        { "non-empty string", null, null },
        { "non-empty string", "", "Invalid value  for configuration k: String must be non-empty" },
        { "non-empty string without ISO control characters", null, null },
        { "non-empty string without ISO control characters", "  ", null },
        { "non-empty string without ISO control characters", "", "Invalid value  for configuration k: String may not be empty" },
        {
            "non-empty string without ISO control characters", "a\u0007\u0001b",
            "Invalid value a\u0007\u0001b for configuration k: String may not contain control sequences but had the following ASCII chars: 7, 1"
        },
        { "non-null string", "", null },
        { "non-null string", null, "Invalid value null for configuration k: entry must be non null" },
        { "valid regex", "a.*", null },
        { "valid regex", null, null },
        { "null or [1,...]", null, null },
        { "null or [1,...]", 0, "Invalid value 0 for configuration k: Value must be at least 1" },
        { "non-null string, non-empty string", null, "Invalid value null for configuration k: entry must be non null" },
        { "non-null string, non-empty string", "", "Invalid value  for configuration k: String must be non-empty" },
        { "anything but this", new[] { "a", "a" }, "Invalid value [a, a] for configuration k: Duplicate alias provided." },
    };

    [Theory]
    [MemberData(nameof(Rules))]
    public void Speaks_as_Kafka_does(string validator, object? value, string? message) =>
        Assert.Equal(message, MessageOf(ByDescription[validator], value));

    [Theory]
    [InlineData(null, "Configuration 'k' values must not be null.")]
    [InlineData("", null)]
    [InlineData("a", null)]
    [InlineData("a,b,a", "Configuration 'k' values must not be duplicated.")]
    [InlineData("a,", "Configuration 'k' values must not be empty.")]
    [InlineData("c", "Invalid value c for configuration k: String must be one of: a, b")]
    public void Lists_hold_allowed_texts_once(string? items, string? message) =>
        Assert.Equal(message, MessageOf(Validators.List(["a", "b"]), Split(items)));

    [Fact]
    public void Lists_may_be_kept_from_being_empty_or_allowed_to_be_absent()
    {
        Assert.Equal("Configuration 'k' must not be empty. Valid values include: [a]", MessageOf(Validators.List(["a"], allowEmpty: false), Split("")));
        Assert.Equal("Configuration 'k' must not be empty. Valid values include: any non-empty value", MessageOf(Validators.List(allowEmpty: false), Split("")));
        Assert.Null(MessageOf(Validators.List(allowNull: true), null));
    }

    [Fact]
    public void A_broken_regular_expression_is_reported_with_its_reason() =>
        Assert.StartsWith("Invalid value ( for configuration k: Invalid regex: ", MessageOf(Validators.Regex, "("));

    private static string[]? Split(string? items) => items is null ? null : items.Length == 0 ? [] : items.Split(',');

    private static string? MessageOf(IConfigValidator validator, object? value)
    {
        try
        {
            validator.EnsureValid("k", value);
            return null;
        }
        catch (ConfigException e)
        {
            return e.Message;
        }
    }
}

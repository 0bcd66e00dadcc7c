using OrleansConnect.Abstractions.Errors;

namespace OrleansConnect.Abstractions.Configuration;

internal sealed class OneOfIgnoringCaseValidator(IReadOnlyList<string> allowed) : IConfigValidator
{
    private readonly string[] _allowed = [.. allowed.Select(text => text.ToUpperInvariant())];

    public void EnsureValid(string name, object? value)
    {
        if (value is not string text || !_allowed.Contains(text.ToUpperInvariant()))
        {
            throw ConfigException.Invalid(name, value, $"String must be one of (case insensitive): {string.Join(", ", _allowed)}");
        }
    }

    public override string ToString() => $"(case insensitive) {ConfigText.Describe(_allowed)}";
}

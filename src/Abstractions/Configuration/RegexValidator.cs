using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Abstractions.Formats;

namespace OrleansConnect.Abstractions.Configuration;

internal sealed class RegexValidator : IConfigValidator
{
    public void EnsureValid(string name, object? value)
    {
        if (value is not string pattern)
        {
            return;
        }

        try
        {
            _ = new JavaRegex(pattern);
        }
        catch (FormatException e)
        {
            throw ConfigException.Invalid(name, value, $"Invalid regex: {e.Message}", e);
        }
    }

    public override string ToString() => "valid regex";
}

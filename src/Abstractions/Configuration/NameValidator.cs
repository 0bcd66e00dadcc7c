using OrleansConnect.Abstractions.Errors;

namespace OrleansConnect.Abstractions.Configuration;

internal sealed class NameValidator : IConfigValidator
{
    public void EnsureValid(string name, object? value)
    {
        if (value is not string text)
        {
            return;
        }

        if (text.Length == 0)
        {
            throw ConfigException.Invalid(name, value, "String may not be empty");
        }

        var found = text.Where(char.IsControl).Select(character => (int)character).ToList();
        if (found.Count > 0)
        {
            throw ConfigException.Invalid(
                name, value, $"String may not contain control sequences but had the following ASCII chars: {string.Join(", ", found)}");
        }
    }

    public override string ToString() => "non-empty string without ISO control characters";
}

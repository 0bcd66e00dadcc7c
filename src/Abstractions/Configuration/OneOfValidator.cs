using OrleansConnect.Abstractions.Errors;

namespace OrleansConnect.Abstractions.Configuration;

internal sealed class OneOfValidator(IReadOnlyList<string> allowed) : IConfigValidator
{
    public void EnsureValid(string name, object? value)
    {
        if (value is not string text || !allowed.Contains(text))
        {
            throw ConfigException.Invalid(name, value, $"String must be one of: {string.Join(", ", allowed)}");
        }
    }

    public override string ToString() => ConfigText.Describe(allowed);
}

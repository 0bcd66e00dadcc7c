using OrleansConnect.Abstractions.Errors;

namespace OrleansConnect.Abstractions.Configuration;

internal sealed class NonEmptyValidator : IConfigValidator
{
    public void EnsureValid(string name, object? value)
    {
        if (value is "")
        {
            throw ConfigException.Invalid(name, value, "String must be non-empty");
        }
    }

    public override string ToString() => "non-empty string";
}

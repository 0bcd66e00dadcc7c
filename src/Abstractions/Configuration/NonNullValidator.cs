using OrleansConnect.Abstractions.Errors;

namespace OrleansConnect.Abstractions.Configuration;

internal sealed class NonNullValidator : IConfigValidator
{
    public void EnsureValid(string name, object? value)
    {
        if (value is null)
        {
            throw ConfigException.Invalid(name, value, "entry must be non null");
        }
    }

    public override string ToString() => "non-null string";
}

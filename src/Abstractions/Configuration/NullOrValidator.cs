namespace OrleansConnect.Abstractions.Configuration;

internal sealed class NullOrValidator(IConfigValidator validator) : IConfigValidator
{
    public void EnsureValid(string name, object? value)
    {
        if (value is not null)
        {
            validator.EnsureValid(name, value);
        }
    }

    public override string ToString() => $"null or {validator}";
}

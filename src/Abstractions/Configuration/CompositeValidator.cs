namespace OrleansConnect.Abstractions.Configuration;

internal sealed class CompositeValidator(IReadOnlyList<IConfigValidator> validators) : IConfigValidator
{
    public void EnsureValid(string name, object? value)
    {
        foreach (var validator in validators)
        {
            validator.EnsureValid(name, value);
        }
    }

    public override string ToString() => string.Join(", ", validators.Select(validator => validator.ToString()).Where(text => text is not ""));
}

namespace OrleansConnect.Abstractions.Configuration;

internal sealed class LambdaValidator(Action<string, object?> ensureValid, string description) : IConfigValidator
{
    public void EnsureValid(string name, object? value) => ensureValid(name, value);

    public override string ToString() => description;
}

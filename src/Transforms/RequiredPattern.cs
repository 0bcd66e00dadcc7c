using OrleansConnect.Abstractions.Configuration;
using OrleansConnect.Abstractions.Errors;

namespace OrleansConnect.Transforms;

/// <summary>A regular expression that has to be there. Kafka Connect has a second error where it is missing: its own null pointer, in the words of Java 17 and later.</summary>
internal sealed class RequiredPattern : IConfigValidator
{
    public static RequiredPattern Instance { get; } = new();

    public void EnsureValid(string name, object? value)
    {
        if (value is null)
        {
            throw ConfigException.Invalid(name, null, "Invalid regex: Cannot invoke \"String.isEmpty()\" because \"this.pattern\" is null");
        }

        Validators.Regex.EnsureValid(name, value);
    }

    public override string? ToString() => Validators.Regex.ToString();
}

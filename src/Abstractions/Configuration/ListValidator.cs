using OrleansConnect.Abstractions.Errors;

namespace OrleansConnect.Abstractions.Configuration;

internal sealed class ListValidator(IReadOnlyList<string> allowed, bool allowEmpty, bool allowNull) : IConfigValidator
{
    public void EnsureValid(string name, object? value)
    {
        if (value is not IReadOnlyList<string> items)
        {
            Refuse(!allowNull, $"Configuration '{name}' values must not be null.");
            return;
        }

        var any = allowed.Count == 0 ? "any non-empty value" : ConfigText.Describe(allowed);
        Refuse(items.Count == 0 && !allowEmpty, $"Configuration '{name}' must not be empty. Valid values include: {any}");
        Refuse(items.Distinct().Count() < items.Count, $"Configuration '{name}' values must not be duplicated.");
        foreach (var item in items)
        {
            EnsureItemIsValid(name, item);
        }
    }

    public override string ToString() => allowed.Count == 0 ? "" : ConfigText.Describe(allowed);

    private void EnsureItemIsValid(string name, string item)
    {
        Refuse(item.Length == 0, $"Configuration '{name}' values must not be empty.");
        if (allowed.Count > 0 && !allowed.Contains(item))
        {
            throw ConfigException.Invalid(name, item, $"String must be one of: {string.Join(", ", allowed)}");
        }
    }

    private static void Refuse(bool refused, string message)
    {
        if (refused)
        {
            throw new ConfigException(message);
        }
    }
}

using System.Numerics;

namespace OrleansConnect.Abstractions.Configuration;

/// <summary>What the arguments of the adding methods mean for a key.</summary>
internal static class KeyRules
{
    public static ConfigKey OrElse(this ConfigKey key, object? defaultValue, bool required) =>
        defaultValue is null && required ? key : key with { DefaultValue = defaultValue };

    public static IConfigValidator? Range<T>(T? min, T? max, bool nullable, IConfigValidator? validator)
        where T : struct, INumber<T> =>
        Combine(min is null && max is null ? null : new RangeValidator<T>(min, max), nullable, validator);

    public static IConfigValidator? OneOf(IReadOnlyList<string>? allowed, bool nullable, IConfigValidator? validator) =>
        Combine(allowed is null ? null : new OneOfValidator(allowed), nullable, validator);

    private static IConfigValidator? Combine(IConfigValidator? rule, bool nullable, IConfigValidator? validator)
    {
        if (rule is null)
        {
            return validator;
        }

        var own = nullable ? new NullOrValidator(rule) : rule;
        return validator is null ? own : new CompositeValidator([own, validator]);
    }
}

using System.Globalization;
using System.Numerics;
using OrleansConnect.Abstractions.Errors;

namespace OrleansConnect.Abstractions.Configuration;

internal sealed class RangeValidator<T>(T? min, T? max) : IConfigValidator
    where T : struct, INumber<T>
{
    public void EnsureValid(string name, object? value)
    {
        if (value is null)
        {
            throw ConfigException.Invalid(name, value, "Value must be non-null");
        }

        if (min is { } least && Compare(value, least) < 0)
        {
            throw ConfigException.Invalid(name, value, $"Value must be at least {ConfigText.Describe(least)}");
        }

        if (max is { } most && Compare(value, most) > 0)
        {
            throw ConfigException.Invalid(name, value, $"Value must be no more than {ConfigText.Describe(most)}");
        }
    }

    public override string ToString() => (min, max) switch
    {
        (null, null) => "[...]",
        ({ } least, null) => $"[{ConfigText.Describe(least)},...]",
        (null, { } most) => $"[...,{ConfigText.Describe(most)}]",
        ({ } least, { } most) => $"[{ConfigText.Describe(least)},...,{ConfigText.Describe(most)}]",
    };

    private static int Compare(object value, T bound) => value is T number
        ? number.CompareTo(bound)
        : Convert.ToDouble(value, CultureInfo.InvariantCulture).CompareTo(double.CreateChecked(bound));
}

using System.Numerics;

namespace OrleansConnect.Abstractions.Configuration;

/// <summary>The usual rules for values. Except where it says otherwise, an absent value (null) is not allowed.</summary>
public static class Validators
{
    /// <summary>A value must be given.</summary>
    public static IConfigValidator NonNull { get; } = new NonNullValidator();

    /// <summary>A text must have at least one character; null is allowed.</summary>
    public static IConfigValidator NonEmpty { get; } = new NonEmptyValidator();

    /// <summary>A text must have at least one character and no control characters, as names must; null is allowed.</summary>
    public static IConfigValidator NonEmptyWithoutControlCharacters { get; } = new NameValidator();

    /// <summary>A text must be a regular expression; null is allowed.</summary>
    public static IConfigValidator Regex { get; } = new RegexValidator();

    /// <summary>A number must not be smaller than this one.</summary>
    public static IConfigValidator AtLeast<T>(T min)
        where T : struct, INumber<T> => new RangeValidator<T>(min, null);

    /// <summary>A number must not be greater than this one.</summary>
    public static IConfigValidator AtMost<T>(T max)
        where T : struct, INumber<T> => new RangeValidator<T>(null, max);

    /// <summary>A number must lie between these two or be one of them.</summary>
    public static IConfigValidator Between<T>(T min, T max)
        where T : struct, INumber<T> => new RangeValidator<T>(min, max);

    /// <summary>A text must be one of these.</summary>
    public static IConfigValidator OneOf(params IReadOnlyList<string> allowed) => new OneOfValidator(allowed);

    /// <summary>A text must be one of these, in any case.</summary>
    public static IConfigValidator OneOfIgnoringCase(params IReadOnlyList<string> allowed) => new OneOfIgnoringCaseValidator(allowed);

    /// <summary>A list must have no empty and no repeated texts. Parsing drops repeated ones, validation refuses them.</summary>
    /// <param name="allowed">The only texts a list may have, or none if it may have any.</param>
    /// <param name="allowEmpty">Whether an empty list is allowed.</param>
    /// <param name="allowNull">Whether an absent list is allowed.</param>
    public static IConfigValidator List(IReadOnlyList<string>? allowed = null, bool allowEmpty = true, bool allowNull = false) =>
        new ListValidator(allowed ?? [], allowEmpty, allowNull);

    /// <summary>All rules must hold; the first that does not is reported.</summary>
    public static IConfigValidator All(params IReadOnlyList<IConfigValidator> validators) => new CompositeValidator(validators);

    /// <summary>The rule holds unless the value is absent.</summary>
    public static IConfigValidator NullOr(IConfigValidator validator) => new NullOrValidator(validator);

    /// <summary>A rule in code.</summary>
    /// <param name="ensureValid">Throws a <see cref="Errors.ConfigException"/> if the value of the setting named first is not allowed.</param>
    /// <param name="description">What is allowed, in a few words.</param>
    public static IConfigValidator Lambda(Action<string, object?> ensureValid, string description) => new LambdaValidator(ensureValid, description);
}

using OrleansConnect.Abstractions.Errors;

namespace OrleansConnect.Abstractions.Configuration;

/// <summary>
/// Decides whether a setting's value is allowed; <see cref="Validators"/> has the usual ones.
/// <see cref="object.ToString"/> says in a few words what is allowed, for the documentation.
/// </summary>
public interface IConfigValidator
{
    /// <summary>Throws a <see cref="ConfigException"/> if the value is not allowed.</summary>
    /// <param name="name">The setting's name, for the message.</param>
    /// <param name="value">The parsed value; null if it is absent or could not be parsed.</param>
    void EnsureValid(string name, object? value);
}

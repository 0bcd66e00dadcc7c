using OrleansConnect.Runtime.Validation;

namespace OrleansConnect.Management.Rest.Bodies;

internal sealed record ValidatedSettingBody(DefinitionBody? Definition, SettingValueBody? Value)
{
    public static ValidatedSettingBody Of(ValidatedKey setting, IReadOnlyList<string>? hints) => new(
        setting.Definition is { } definition ? DefinitionBody.Of(definition) : null,
        setting.Value is { } value ? SettingValueBody.Of(value) with { Hints = hints } : null);
}

using OrleansConnect.Abstractions.Configuration;

namespace OrleansConnect.Management.Rest.Bodies;

internal sealed record DefinitionBody(
    string Name,
    string Type,
    bool Required,
    string? DefaultValue,
    string Importance,
    string Documentation,
    string? Group,
    int OrderInGroup,
    string Width,
    string DisplayName,
    IReadOnlyList<string> Dependents)
{
    public static DefinitionBody Of(ConfigKey key) => new(
        key.Name,
        key.Type.WireName(),
        !key.HasDefault,
        ConfigText.Render(key.DefaultValue),
        key.Importance.WireName(),
        key.Documentation,
        key.Group,
        key.OrderInGroup,
        key.Width.WireName(),
        key.DisplayName,
        key.Dependents);
}

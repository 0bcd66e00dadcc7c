using OrleansConnect.Abstractions.Configuration;

namespace OrleansConnect.Management.Rest.Bodies;

internal sealed record SettingValueBody(
    string Name, string? Value, IReadOnlyList<string?> RecommendedValues, IReadOnlyList<string> Errors, bool Visible)
{
    public static SettingValueBody Of(ConfigValue value) =>
        new(value.Name, ConfigText.Render(value.Value), [.. value.RecommendedValues.Select(ConfigText.Render)], value.Errors, value.Visible);
}

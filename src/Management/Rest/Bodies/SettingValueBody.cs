using System.Text.Json.Serialization;
using OrleansConnect.Abstractions.Configuration;

namespace OrleansConnect.Management.Rest.Bodies;

internal sealed record SettingValueBody(
    string Name, string? Value, IReadOnlyList<string?> RecommendedValues, IReadOnlyList<string> Errors, bool Visible)
{
    /// <summary>Ours, and only where they were asked for.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Hints { get; init; }

    public static SettingValueBody Of(ConfigValue value) =>
        new(value.Name, ConfigText.Render(value.Value), [.. value.RecommendedValues.Select(ConfigText.Render)], value.Errors, value.Visible);
}

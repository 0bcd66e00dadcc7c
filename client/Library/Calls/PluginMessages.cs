using V1 = OrleansConnect.Grpc.V1;

namespace OrleansConnect.Client.Calls;

/// <summary>Plugins and validations out of messages.</summary>
internal static class PluginMessages
{
    public static PluginInfo From(V1.Plugin message) =>
        new(message.ClassName, message.Type, message.HasVersion ? message.Version : null, message.Location);

    public static SettingDefinition From(V1.Setting message) => new()
    {
        Name = message.Name,
        Type = message.Type,
        Required = message.Required,
        DefaultValue = message.HasDefaultValue ? message.DefaultValue : null,
        Importance = message.Importance,
        Documentation = message.Documentation,
        Group = message.HasGroup ? message.Group : null,
        OrderInGroup = message.OrderInGroup,
        Width = message.Width,
        DisplayName = message.DisplayName,
        Dependents = [.. message.Dependents],
    };

    public static ConfigValidation From(V1.Validation message) =>
        new(message.Name, message.ErrorCount, [.. message.Groups], [.. message.Settings.Select(From)]);

    private static ValidatedSetting From(V1.ValidatedSetting message)
    {
        var definition = message.Definition is { } defined ? From(defined) : null;
        return message.Value is not { } value
            ? new() { Name = definition?.Name ?? "", Definition = definition }
            : new()
            {
                Name = value.Name,
                Definition = definition,
                Value = value.HasValue ? value.Value : null,
                RecommendedValues = [.. value.RecommendedValues],
                Errors = [.. value.Errors],
                Hints = [.. value.Hints],
                Visible = value.Visible,
            };
    }
}

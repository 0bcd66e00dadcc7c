using OrleansConnect.Abstractions.Configuration;
using OrleansConnect.Runtime.Plugins;
using OrleansConnect.Runtime.Validation;
using V1 = OrleansConnect.Grpc.V1;

namespace OrleansConnect.Management.Grpc;

/// <summary>Plugins, their settings and validations as gRPC messages.</summary>
internal static class PluginMessages
{
    public static V1.Plugin Of(PluginDescriptor plugin) => new()
    {
        ClassName = plugin.ClassName,
        Type = PluginKinds.NameOf(plugin.Kind),
        Version = plugin.Version,
        Location = plugin.Location,
    };

    public static V1.Setting Of(ConfigKey key)
    {
        var message = new V1.Setting
        {
            Name = key.Name,
            Type = key.Type.WireName(),
            Required = !key.HasDefault,
            Importance = key.Importance.WireName(),
            Documentation = key.Documentation,
            OrderInGroup = key.OrderInGroup,
            Width = key.Width.WireName(),
            DisplayName = key.DisplayName,
            Dependents = { key.Dependents },
        };
        if (ConfigText.Render(key.DefaultValue) is { } defaultValue)
        {
            message.DefaultValue = defaultValue;
        }

        if (key.Group is { } group)
        {
            message.Group = group;
        }

        return message;
    }

    public static V1.Validation Of(ValidationReport report) => new()
    {
        Name = report.Name,
        ErrorCount = report.ErrorCount,
        Groups = { report.Groups },
        Settings = { report.Keys.Select(key => Of(key, report)) },
    };

    private static V1.ValidatedSetting Of(ValidatedKey setting, ValidationReport report) => new()
    {
        Definition = setting.Definition is { } definition ? Of(definition) : null,
        Value = setting.Value is { } value ? Of(value, ValidationHints.Of(setting, report)) : null,
    };

    private static V1.SettingValue Of(ConfigValue value, IReadOnlyList<string> hints)
    {
        var message = new V1.SettingValue
        {
            Name = value.Name,
            RecommendedValues = { value.RecommendedValues.Select(recommended => ConfigText.Render(recommended) ?? "") },
            Errors = { value.Errors },
            Hints = { hints },
            Visible = value.Visible,
        };
        if (ConfigText.Render(value.Value) is { } text)
        {
            message.Value = text;
        }

        return message;
    }
}

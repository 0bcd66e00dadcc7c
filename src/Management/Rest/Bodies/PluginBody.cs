using System.Text.Json.Serialization;
using OrleansConnect.Runtime.Plugins;

namespace OrleansConnect.Management.Rest.Bodies;

internal sealed record PluginBody(
    string Class, string Type, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Version)
{
    public static PluginBody Of(PluginDescriptor plugin) =>
        new(plugin.ClassName, PluginKinds.NameOf(plugin.Kind), plugin.Version == RestNames.Undefined ? null : plugin.Version);
}

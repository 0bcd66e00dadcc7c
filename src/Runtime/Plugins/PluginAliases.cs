namespace OrleansConnect.Runtime.Plugins;

/// <summary>
/// The names by which a plugin can be configured: its class name, its .NET name, their last parts, and those without the word for the kind: <c>FileStreamSource</c>,
/// <c>Json</c>. The forms of a transformation for keys and values have no short names, as in Kafka Connect.
/// </summary>
internal static class PluginAliases
{
    public static IEnumerable<string> Of(PluginDescriptor plugin)
    {
        HashSet<string> names = new(StringComparer.Ordinal) { plugin.ClassName };
        if (plugin.Part is not null)
        {
            return names;
        }

        AddShort(names, plugin.ClassName, plugin.Kind);
        if (plugin.Type.FullName is { } fullName)
        {
            names.Add(fullName);
            AddShort(names, fullName, plugin.Kind);
        }

        return names;
    }

    private static void AddShort(HashSet<string> names, string className, PluginKind kind)
    {
        var simple = className[(className.LastIndexOfAny(['.', '+']) + 1)..];
        names.Add(simple);
        var suffix = kind switch
        {
            PluginKind.Source or PluginKind.Sink => "Connector",
            PluginKind.Transformation => "Transformation",
            PluginKind.Predicate => "Predicate",
            PluginKind.Converter => "Converter",
            PluginKind.HeaderConverter => "HeaderConverter",
            _ => "ConfigProvider",
        };
        if (simple.Length > suffix.Length && simple.EndsWith(suffix, StringComparison.Ordinal))
        {
            names.Add(simple[..^suffix.Length]);
        }
    }
}

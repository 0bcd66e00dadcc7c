namespace OrleansConnect.Runtime.Plugins;

/// <summary>The spelling of plugin kinds in answers.</summary>
public static class PluginKinds
{
    /// <summary>For example <c>header_converter</c>.</summary>
    public static string NameOf(PluginKind kind) => kind switch
    {
        PluginKind.Sink => "sink",
        PluginKind.Source => "source",
        PluginKind.Transformation => "transformation",
        PluginKind.Predicate => "predicate",
        PluginKind.Converter => "converter",
        PluginKind.HeaderConverter => "header_converter",
        _ => "configprovider",
    };
}

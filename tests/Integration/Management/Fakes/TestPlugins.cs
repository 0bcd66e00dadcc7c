using OrleansConnect.Runtime.Plugins;

namespace OrleansConnect.Tests.Integration.Management.Fakes;

/// <summary>A few installed plugins.</summary>
internal static class TestPlugins
{
    public static PluginRegistry Registry() => new(
    [
        Plugin("org.apache.kafka.connect.json.JsonConverter", PluginKind.Converter),
        Plugin("org.apache.kafka.connect.file.FileStreamSourceConnector", PluginKind.Source),
        Plugin("b.Sink", PluginKind.Sink),
        Plugin("a.Sink", PluginKind.Sink, "undefined"),
        Plugin("org.apache.kafka.common.config.provider.FileConfigProvider", PluginKind.ConfigProvider),
    ]);

    private static PluginDescriptor Plugin(string name, PluginKind kind, string version = "1.0") => new(name, kind, version, typeof(TestSource), null, "built-in");
}

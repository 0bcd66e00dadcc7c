using OrleansConnect.Abstractions.Data;
using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Runtime.Plugins;

namespace OrleansConnect.Tests.Unit.Runtime.Plugins;

public sealed class PluginRegistryTests
{
    private const string FileSource = "org.apache.kafka.connect.file.FileStreamSourceConnector";

    private readonly PluginRegistry _registry = new(
    [
        Plugin(FileSource, PluginKind.Source, "1.0"),
        Plugin(FileSource, PluginKind.Source, "2.0"),
        Plugin("org.apache.kafka.connect.json.JsonConverter", PluginKind.Converter, "1.0"),
        Plugin("a.Twin", PluginKind.Predicate, "1.0"),
        Plugin("b.Twin", PluginKind.Predicate, "1.0"),
        Plugin("t.Insert$Key", PluginKind.Transformation, "1.0", RecordPart.Key),
    ]);

    [Theory]
    [InlineData(FileSource)]
    [InlineData("FileStreamSourceConnector")]
    [InlineData("FileStreamSource")]
    public void A_connector_is_found_by_class_name_and_aliases(string name) =>
        Assert.Equal(FileSource, _registry.Find(PluginKind.Source, name).ClassName);

    [Fact]
    public void The_newest_version_is_taken_unless_another_is_asked_for()
    {
        Assert.Equal("2.0", _registry.Find(PluginKind.Source, FileSource).Version);
        Assert.Equal("1.0", _registry.Find(PluginKind.Source, FileSource, "1.0").Version);
        Assert.Equal("1.0", _registry.Find(PluginKind.Source, FileSource, "[1.0,2.0)").Version);
    }

    [Fact]
    public void A_version_that_is_not_there_is_refused_with_those_that_are()
    {
        var error = Assert.Throws<ConfigException>(() => _registry.Find(PluginKind.Source, FileSource, "[9,10]"));

        Assert.Equal($"Plugin {FileSource} not found that matches the version range [9,10], available versions: [1.0, 2.0]", error.Message);
    }

    [Fact]
    public void An_alias_of_two_classes_stands_for_none() => Assert.Null(_registry.TryFind(PluginKind.Predicate, "Twin"));

    [Fact]
    public void Forms_for_keys_and_values_have_no_short_names()
    {
        Assert.NotNull(_registry.TryFind(PluginKind.Transformation, "t.Insert$Key"));
        Assert.Null(_registry.TryFind(PluginKind.Transformation, "Key"));
    }

    [Fact]
    public void An_unknown_connector_is_refused_with_the_known_ones()
    {
        var error = Assert.Throws<ConfigException>(() => _registry.FindConnector(new Dictionary<string, string?> { ["connector.class"] = "Nope" }));

        Assert.StartsWith(
            "Failed to find any class that implements Connector and which name matches Nope, available connectors are: PluginDesc{klass=class " + FileSource,
            error.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_constructor_that_throws_is_named_with_its_cause()
    {
        var plugin = new PluginDescriptor("x.Broken", PluginKind.Converter, "1.0", typeof(Broken), null, "here");

        var error = Assert.Throws<ConnectException>(() => PluginRegistry.Create<Broken>(plugin));

        Assert.Equal("Class 'x.Broken' could not be created, its constructor failed: no luck", error.Message);
        Assert.IsType<InvalidOperationException>(error.InnerException);
    }

    [Fact]
    public void So_is_that_of_a_task_or_one_that_is_missing()
    {
        Assert.Equal(
            "Class 'x.Task' of task 'c/0' could not be created, its constructor failed: no luck",
            Assert.Throws<ConnectException>(() => PluginRegistry.Create(typeof(Broken), "Class 'x.Task' of task 'c/0'")).Message);
        Assert.Equal(
            "Class 'x.Task' of task 'c/0' could not be created: it has no public constructor without parameters.",
            Assert.Throws<ConnectException>(() => PluginRegistry.Create(typeof(Version).Assembly.GetType("System.Attribute")!, "Class 'x.Task' of task 'c/0'")).Message);
    }

    private static PluginDescriptor Plugin(string className, PluginKind kind, string version, RecordPart? part = null) =>
        new(className, kind, version, typeof(object), part, "here");

    private sealed class Broken
    {
        public Broken() => throw new InvalidOperationException("no luck");
    }
}

using OrleansConnect.Abstractions.Data;
using OrleansConnect.Abstractions.Plugins;
using OrleansConnect.Tests.Unit.Repository;
using OrleansConnect.Transforms;

namespace OrleansConnect.Tests.Unit.Transforms;

/// <summary>The page about transformations has the settings that the code has.</summary>
public sealed class TransformationDocsTests
{
    [Fact]
    public void The_page_shows_every_setting() => new SettingsPage(
        "docs/transformations.md",
        typeof(Cast).Assembly.GetTypes().Where(type => type.IsDefined(typeof(PluginAttribute), inherit: false)).ToDictionary(type => type.Name, type => Create(type).Config)).Check();

    private static IConnectPlugin Create(Type type)
    {
        object[] arguments = type.GetConstructor([typeof(RecordPart)]) is null ? [] : [RecordPart.Value];
        return (IConnectPlugin)(Activator.CreateInstance(type, arguments) ?? throw new InvalidOperationException(type.Name));
    }
}

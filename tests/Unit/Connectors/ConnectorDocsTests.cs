using System.Reflection;
using OrleansConnect.Abstractions.Plugins;
using OrleansConnect.Connectors.Datagen;
using OrleansConnect.Connectors.Files;
using OrleansConnect.Tests.Unit.Repository;

namespace OrleansConnect.Tests.Unit.Connectors;

/// <summary>The page about the connectors that come along has the settings that the code has.</summary>
public sealed class ConnectorDocsTests
{
    private static readonly Assembly[] Assemblies = [typeof(FileSourceConnector).Assembly, typeof(DatagenSourceConnector).Assembly];

    [Fact]
    public void The_page_shows_every_setting() => new SettingsPage(
        "docs/connectors.md",
        Assemblies.SelectMany(assembly => assembly.GetTypes()).Where(type => type.IsSubclassOf(typeof(Connector)) && !type.IsAbstract).ToDictionary(Alias, type => Create(type).Config)).Check();

    // As users write it: the class' name without what all have at its end.
    private static string Alias(Type type)
    {
        var name = type.GetCustomAttribute<PluginAttribute>()?.ClassName.Split('.')[^1] ?? type.Name;
        return name[..^nameof(Connector).Length];
    }

    private static Connector Create(Type type) => (Connector)(Activator.CreateInstance(type) ?? throw new InvalidOperationException(type.Name));
}

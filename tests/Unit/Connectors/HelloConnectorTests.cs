using System.Runtime.Loader;
using Microsoft.Extensions.Logging.Abstractions;
using OrleansConnect.Abstractions.Plugins;
using OrleansConnect.Abstractions.Sinks;
using OrleansConnect.Abstractions.Sources;
using OrleansConnect.Runtime.Plugins;
using OrleansConnect.Testing;

namespace OrleansConnect.Tests.Unit.Connectors;

/// <summary>The example, loaded from its build folder as a worker does.</summary>
public sealed class HelloConnectorTests
{
    private static readonly string Folder = AppContext.BaseDirectory.Replace("OrleansConnect.Tests.Unit", "HelloConnector", StringComparison.Ordinal);

    private readonly IReadOnlyList<PluginDescriptor> _plugins = new PluginScanner(NullLogger<PluginScanner>.Instance).Scan([Folder]);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void Its_build_folder_is_a_plugin_folder()
    {
        Assert.Equal(
            ["HelloConnector.HelloSinkConnector", "HelloConnector.HelloSourceConnector", "HelloConnector.RomanNumber"],
            _plugins.Select(plugin => plugin.ClassName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Uses_a_dependency_that_the_worker_does_not_have()
    {
        using var roman = Create<ITransformation>("RomanNumber");

        var record = roman.Apply(new SourceRecord { Topic = "t", Value = 21L });

        Assert.Equal("XXI", record?.Value);
        Assert.Contains(AssemblyLoadContext.GetLoadContext(roman.GetType().Assembly)!.Assemblies, assembly => assembly.GetName().Name == "Humanizer");
        Assert.DoesNotContain(AssemblyLoadContext.Default.Assemblies, assembly => assembly.GetName().Name == "Humanizer");
    }

    [Fact]
    public async Task Goes_on_counting_after_a_restart()
    {
        var settings = new Dictionary<string, string> { ["topic"] = "greetings", ["greeted"] = "Ada" };
        var options = new HarnessOptions { Offsets = new MemoryOffsets() };
        await using (var source = await SourceTaskHarness.StartAsync(CreateTask<SourceTask>("HelloSourceConnector"), settings, options, Cancellation))
        {
            await source.TakeAsync(1, Cancellation);
            await source.CommitAsync(Cancellation);
        }

        await using var restarted = await SourceTaskHarness.StartAsync(CreateTask<SourceTask>("HelloSourceConnector"), settings, options, Cancellation);
        var records = await restarted.TakeAsync(1, Cancellation);

        Assert.Equal(2L, records[0].Value);
    }

    [Fact]
    public async Task Greets_in_the_log()
    {
        await using var sink = await SinkTaskHarness.StartAsync(CreateTask<SinkTask>("HelloSinkConnector"), new Dictionary<string, string>(), Cancellation);

        await sink.PutAsync([new SinkRecord { Topic = "t", OriginalTopic = "t", Key = "Ada", Value = "XXI" }], Cancellation);

        Assert.Equal("Hello, Ada, for the XXI. time!", Assert.Single(sink.Log.Lines).Message);
    }

    private T CreateTask<T>(string connector) => (T)Activator.CreateInstance(Create<Connector>(connector).TaskType)!;

    private T Create<T>(string name) => (T)Activator.CreateInstance(_plugins.Single(plugin => plugin.Type.Name == name).Type)!;
}

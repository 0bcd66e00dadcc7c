using System.Text.Json.Nodes;
using System.Xml.Linq;
using OrleansConnect.Abstractions.Plugins;

namespace OrleansConnect.Tests.Unit.Repository;

/// <summary>The arrows between projects point inward, and each project carries only packages of its own. An exception is a change to these tables, seen in review.</summary>
public sealed class ArchitectureTests
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Abstractions"] = [],
        ["Converters"] = ["Abstractions"],
        ["Transforms"] = ["Abstractions"],
        ["Connectors.Files"] = ["Abstractions"],
        ["Connectors.Datagen"] = ["Abstractions"],
        ["Kafka"] = [],
        ["KafkaState"] = ["Kafka"],
        ["Grains"] = [],
        ["Runtime"] = ["Abstractions", "Grains", "Kafka"],
        ["Management"] = ["Abstractions", "Grains", "Runtime"],
        ["EmbeddedKafka"] = ["KafkaMessages"], // the generator of its messages, at build time
        ["Testing"] = ["Abstractions"],
        ["Client"] = [],
        ["Cli"] = ["Client"],
    };

    // Those that are not here have none.
    private static readonly Dictionary<string, string[]> AllowedPackages = new()
    {
        ["Kafka"] = ["Confluent.Kafka", "librdkafka.redist", "Microsoft.Extensions.Logging.Abstractions"],
        ["KafkaState"] = ["Microsoft.Orleans.Reminders", "Microsoft.Orleans.Server"],
        ["Grains"] = ["Microsoft.Orleans.Sdk"],
        ["Runtime"] = ["Microsoft.Orleans.Server"],
        ["Management"] = ["Grpc.AspNetCore", "Grpc.AspNetCore.Server.Reflection"],
        ["EmbeddedKafka"] = ["K4os.Compression.LZ4.Streams", "Microsoft.Extensions.Logging.Abstractions", "Snappier", "ZstdSharp.Port"],
        ["Client"] = ["Google.Protobuf", "Grpc.Net.Client"],
        ["Cli"] = ["Spectre.Console", "System.CommandLine"],
    };

    private static readonly string[] AllowedFrameworks = ["Management"];

    public static TheoryData<string> Projects => [.. Allowed.Keys];

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_references_only_what_lies_further_in(string project)
    {
        var references = Items(project, "ProjectReference").Select(path => Path.GetFileNameWithoutExtension(path.Replace('\\', '/'))["OrleansConnect.".Length..]);

        Assert.Empty(references.Except(Allowed[project]));
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_carries_only_the_packages_that_it_is_for(string project)
    {
        Assert.Empty(Items(project, "PackageReference").Except(AllowedPackages.GetValueOrDefault(project, [])));
        Assert.True(AllowedFrameworks.Contains(project) || !Items(project, "FrameworkReference").Any());
    }

    // As restored, whatever props and targets bring in; and as built.
    [Fact]
    public void Who_writes_a_plugin_needs_nothing_but_the_abstractions_and_the_base_library()
    {
        var restored = JsonNode.Parse(Checkout.Read("src/Abstractions/packages.lock.json"))!["dependencies"]!["net10.0"]!.AsObject().Select(package => package.Key);
        var built = typeof(IConnectPlugin).Assembly.GetReferencedAssemblies().Select(assembly => assembly.Name ?? "");

        Assert.Empty(restored.Except(["Microsoft.CodeAnalysis.BannedApiAnalyzers", "Microsoft.CodeAnalysis.PublicApiAnalyzers"]));
        Assert.All(built, name => Assert.True(name.StartsWith("System.", StringComparison.Ordinal), name));
    }

    [Fact]
    public void Every_project_of_the_product_has_its_rule()
    {
        var projects = Checkout.Files(".csproj").Where(path => path.StartsWith("src/", StringComparison.Ordinal) || path.StartsWith("client/", StringComparison.Ordinal))
            .Select(path => Path.GetFileNameWithoutExtension(path)["OrleansConnect.".Length..]);

        Assert.Empty(projects.Except(Allowed.Keys));
    }

    // What the project file and the props above it name, but for what serves the build alone.
    private static IEnumerable<string> Items(string project, string kind)
    {
        var path = Checkout.Files($"OrleansConnect.{project}.csproj").Single();
        var props = Checkout.Files("Directory.Build.props").Where(file => Path.GetDirectoryName(file) is { } folder && (folder.Length == 0 || path.StartsWith(folder + "/", StringComparison.Ordinal)));
        return props.Append(path)
            .SelectMany(file => XDocument.Parse(Checkout.Read(file)).Descendants(kind))
            .Where(item => item.Attribute("PrivateAssets")?.Value != "all")
            .Select(item => item.Attribute("Include")?.Value ?? "");
    }
}

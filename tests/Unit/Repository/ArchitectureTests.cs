using System.Text.RegularExpressions;

namespace OrleansConnect.Tests.Unit.Repository;

/// <summary>The arrows between projects point inward. An exception is a change to this table, seen in review.</summary>
public sealed partial class ArchitectureTests
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

    public static TheoryData<string> Projects => [.. Allowed.Keys];

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_references_only_what_lies_further_in(string project)
    {
        var path = Checkout.Files($"OrleansConnect.{project}.csproj").Single();

        var references = Reference().Matches(Checkout.Read(path)).Select(match => match.Groups["name"].Value);

        Assert.Empty(references.Except(Allowed[project]));
    }

    [Fact]
    public void Every_project_of_the_product_has_its_rule()
    {
        var projects = Checkout.Files(".csproj").Where(path => path.StartsWith("src/", StringComparison.Ordinal) || path.StartsWith("client/", StringComparison.Ordinal))
            .Select(path => Path.GetFileNameWithoutExtension(path)["OrleansConnect.".Length..]);

        Assert.Empty(projects.Except(Allowed.Keys));
    }

    [GeneratedRegex(@"ProjectReference Include="".*OrleansConnect\.(?<name>[A-Za-z.]+)\.csproj""")]
    private static partial Regex Reference();
}

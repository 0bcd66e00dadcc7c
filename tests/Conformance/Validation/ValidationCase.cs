using System.Text.Json;

namespace OrleansConnect.Tests.Conformance.Validation;

/// <summary>A configuration and the plugin in the path under which it is validated.</summary>
internal sealed record ValidationCase(string Name, string Plugin, IReadOnlyDictionary<string, string?> Config)
{
    private static readonly Dictionary<string, ValidationCase[]> Chapters = JsonSerializer.Deserialize<Dictionary<string, ValidationCase[]>>(
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Validation", "ValidationCases.json")), JsonSerializerOptions.Web) ?? [];

    /// <summary>The names of the cases of a chapter of <c>ValidationCases.json</c>.</summary>
    public static TheoryData<string> Names(string chapter) => [.. Chapters[chapter].Select(found => found.Name)];

    public static ValidationCase Find(string name) => Chapters.Values.SelectMany(chapter => chapter).Single(found => found.Name == name);
}

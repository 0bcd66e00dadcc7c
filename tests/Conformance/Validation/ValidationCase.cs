using System.Text.Json;
using Xunit.Sdk;

namespace OrleansConnect.Tests.Conformance.Validation;

/// <summary>A configuration and the plugin in the path under which it is validated.</summary>
public sealed record ValidationCase(string Name, string Plugin, Dictionary<string, string?> Config) : IXunitSerializable
{
    private static readonly JsonSerializerOptions Lower = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    public ValidationCase()
        : this("", "", [])
    {
    }

    public string Name { get; private set; } = Name;

    public string Plugin { get; private set; } = Plugin;

    public Dictionary<string, string?> Config { get; private set; } = Config;

    /// <summary>The cases of a chapter of <c>ValidationCases.json</c>.</summary>
    public static TheoryData<ValidationCase> Read(string chapter)
    {
        var text = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Validation", "ValidationCases.json"));
        var chapters = JsonSerializer.Deserialize<Dictionary<string, ValidationCase[]>>(text, Lower);
        return [.. chapters?[chapter] ?? []];
    }

    public void Deserialize(IXunitSerializationInfo info)
    {
        Name = info.GetValue<string>("name") ?? "";
        Plugin = info.GetValue<string>("plugin") ?? "";
        Config = JsonSerializer.Deserialize<Dictionary<string, string?>>(info.GetValue<string>("config") ?? "{}") ?? [];
    }

    public void Serialize(IXunitSerializationInfo info)
    {
        info.AddValue("name", Name);
        info.AddValue("plugin", Plugin);
        info.AddValue("config", JsonSerializer.Serialize(Config));
    }

    public override string ToString() => Name;
}

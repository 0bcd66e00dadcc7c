using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using OrleansConnect.Cli.DeadLetters;
using OrleansConnect.Cli.Previews;
using OrleansConnect.Client;

namespace OrleansConnect.Cli.Rendering;

/// <summary>What scripts read. Names are those of the REST interface; what is not known is left out.</summary>
[JsonSerializable(typeof(IReadOnlyList<StatusJson>))]
[JsonSerializable(typeof(DescriptionJson))]
[JsonSerializable(typeof(EventJson))]
[JsonSerializable(typeof(IReadOnlyList<OutcomeJson>))]
[JsonSerializable(typeof(PlanJson))]
[JsonSerializable(typeof(IReadOnlyList<PluginInfo>))]
[JsonSerializable(typeof(IReadOnlyList<SettingDefinition>))]
[JsonSerializable(typeof(IReadOnlyList<ValidationJson>))]
[JsonSerializable(typeof(IReadOnlyList<PreviewJson>))]
[JsonSerializable(typeof(TopicsJson))]
[JsonSerializable(typeof(OffsetsJson))]
[JsonSerializable(typeof(OffsetPlanJson))]
[JsonSerializable(typeof(LetterListJson))]
[JsonSerializable(typeof(LetterJson))]
[JsonSerializable(typeof(ReplayJson))]
[JsonSerializable(typeof(ClusterInfo))]
[JsonSerializable(typeof(Movement))]
internal sealed partial class JsonOutput : JsonSerializerContext
{
    private static readonly JsonOutput Indented = new(Rules(isIndented: true));
    private static readonly JsonOutput OneLine = new(Rules(isIndented: false));

    public static string Text<T>(T value) => JsonSerializer.Serialize(value, typeof(T), Indented);

    /// <summary>On one line, for streams.</summary>
    public static string Line<T>(T value) => JsonSerializer.Serialize(value, typeof(T), OneLine);

    private static JsonSerializerOptions Rules(bool isIndented) => new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        WriteIndented = isIndented,
        // The output is JSON in a terminal or file, never part of a web page.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };
}

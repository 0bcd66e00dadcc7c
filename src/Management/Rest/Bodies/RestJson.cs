using System.Text.Encodings.Web;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using OrleansConnect.Grains;

namespace OrleansConnect.Management.Rest.Bodies;

/// <summary>How the bodies look as JSON: keys in the order of declaration, in Kafka Connect's spelling.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, Converters = [typeof(StatusJsonConverter), typeof(TaskStatusJsonConverter)])]
[JsonSerializable(typeof(ErrorBody))]
[JsonSerializable(typeof(ServerBody))]
[JsonSerializable(typeof(HealthBody))]
[JsonSerializable(typeof(ClusterBody))]
[JsonSerializable(typeof(ConnectorBody))]
[JsonSerializable(typeof(ConnectorStatus))]
[JsonSerializable(typeof(Grains.TaskStatus))]
[JsonSerializable(typeof(IReadOnlyDictionary<string, ExpandedBody>))]
[JsonSerializable(typeof(IReadOnlyDictionary<string, string?>))]
[JsonSerializable(typeof(IReadOnlyList<string>))]
[JsonSerializable(typeof(IReadOnlyList<TaskConfigBody>))]
[JsonSerializable(typeof(IReadOnlyDictionary<string, TopicsBody>))]
[JsonSerializable(typeof(IReadOnlyList<PluginBody>))]
[JsonSerializable(typeof(IReadOnlyList<DefinitionBody>))]
[JsonSerializable(typeof(ValidationBody))]
[JsonSerializable(typeof(JsonObject))]
[JsonSerializable(typeof(MessageBody))]
#pragma warning disable CA1506 // The generated half names every body.
internal sealed partial class RestJson : JsonSerializerContext
#pragma warning restore CA1506
{
    private static readonly Lazy<RestJson> LazyRelaxed = new(CreateRelaxed);

    /// <summary>The one in use: characters are not escaped beyond what JSON asks for, as Kafka Connect's are not.</summary>
    public static RestJson Relaxed => LazyRelaxed.Value;

    private static RestJson CreateRelaxed() => new(new(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}

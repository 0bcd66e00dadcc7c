using System.Text.Json;
using System.Text.Json.Serialization;

namespace OrleansConnect.Management.Rest.Bodies;

/// <summary>Writes the status of one task with Kafka Connect's fields.</summary>
internal sealed class TaskStatusJsonConverter : JsonConverter<Grains.TaskStatus>
{
    public override Grains.TaskStatus Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("A status is only written.");

    public override void Write(Utf8JsonWriter writer, Grains.TaskStatus value, JsonSerializerOptions options) =>
        StatusJsonConverter.WriteTask(writer, value);
}

using System.Text.Json;
using System.Text.Json.Serialization;
using OrleansConnect.Grains;

namespace OrleansConnect.Management.Rest.Bodies;

/// <summary>Writes a status with Kafka Connect's fields and, where there is progress to tell of, one object more.</summary>
internal sealed class StatusJsonConverter : JsonConverter<ConnectorStatus>
{
    public override ConnectorStatus Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("A status is only written.");

    public override void Write(Utf8JsonWriter writer, ConnectorStatus value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        writer.WriteString("name"u8, value.Name);
        writer.WriteStartObject("connector"u8);
        WriteInstance(writer, value.Connector);
        writer.WriteEndObject();
        writer.WriteStartArray("tasks"u8);
        foreach (var task in value.Tasks)
        {
            WriteTask(writer, task);
        }

        writer.WriteEndArray();
        writer.WriteString("type"u8, RestNames.Of(value.Kind));
        WriteOwn(writer, value);
        writer.WriteEndObject();
    }

    public static void WriteTask(Utf8JsonWriter writer, Grains.TaskStatus task)
    {
        writer.WriteStartObject();
        writer.WriteNumber("id"u8, task.Id);
        WriteInstance(writer, task.Instance);
        writer.WriteEndObject();
    }

    private static void WriteInstance(Utf8JsonWriter writer, InstanceStatus instance)
    {
        writer.WriteString("state"u8, RestNames.Of(instance.State));
        writer.WriteString("worker_id"u8, instance.WorkerId);
        if (!string.IsNullOrEmpty(instance.Trace))
        {
            writer.WriteString("trace"u8, instance.Trace);
        }

        if (instance.Version != RestNames.Undefined)
        {
            writer.WriteString("version"u8, instance.Version);
        }
    }

    private static bool HasOwn(Grains.TaskStatus task) => task.Progress is not null || task.Instance.RestartAttempts > 0;

    private static void WriteOwn(Utf8JsonWriter writer, ConnectorStatus status)
    {
        if (status.Trouble is null && !status.Tasks.Any(HasOwn))
        {
            return;
        }

        writer.WriteStartObject("orleans"u8);
        if (status.Trouble is not null)
        {
            writer.WriteString("trouble"u8, status.Trouble);
        }

        writer.WriteStartArray("tasks"u8);
        foreach (var task in status.Tasks.Where(HasOwn))
        {
            writer.WriteStartObject();
            writer.WriteNumber("id"u8, task.Id);
            if (task.Instance.RestartAttempts > 0)
            {
                writer.WriteNumber("restart_attempts"u8, task.Instance.RestartAttempts);
            }

            if (task.Progress is { } progress)
            {
                ProgressJson.Write(writer, progress);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}

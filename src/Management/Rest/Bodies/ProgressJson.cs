using System.Text.Json;
using OrleansConnect.Grains;

namespace OrleansConnect.Management.Rest.Bodies;

/// <summary>Writes what a task has moved; what is not known is left out.</summary>
internal static class ProgressJson
{
    public static void Write(Utf8JsonWriter writer, int task, TaskProgress progress)
    {
        writer.WriteStartObject();
        writer.WriteNumber("id"u8, task);
        writer.WriteNumber("records"u8, progress.Records);
        writer.WriteNumber("bytes"u8, progress.Bytes);
        writer.WriteNumber("records_skipped"u8, progress.RecordsSkipped);
        writer.WriteNumber("records_in_flight"u8, progress.RecordsInFlight);
        if (progress.Lag is { } lag)
        {
            writer.WriteNumber("lag"u8, lag);
        }

        WriteInstant(writer, "committed_at", progress.CommittedAt);
        WriteInstant(writer, "progressed_at", progress.ProgressedAt);
        if (progress.WaitsFor is { } waitsFor)
        {
            writer.WriteString("waits_for"u8, waitsFor);
        }

        WriteInstant(writer, "taken_at", progress.TakenAt);
        writer.WriteEndObject();
    }

    private static void WriteInstant(Utf8JsonWriter writer, string name, DateTimeOffset? instant)
    {
        if (instant is { } known)
        {
            writer.WriteString(name, known.UtcDateTime);
        }
    }
}

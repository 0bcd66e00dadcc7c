using System.Text.Json;
using OrleansConnect.Grains;

namespace OrleansConnect.Management.Rest.Bodies;

/// <summary>Writes what a task has moved; what is not known is left out.</summary>
internal static class ProgressJson
{
    /// <summary>Into the object of its task.</summary>
    public static void Write(Utf8JsonWriter writer, TaskProgress progress)
    {
        writer.WriteNumber("records_read"u8, progress.RecordsRead);
        if (progress.BytesRead is { } bytesRead)
        {
            writer.WriteNumber("bytes_read"u8, bytesRead);
        }

        writer.WriteNumber("records"u8, progress.Records);
        writer.WriteNumber("bytes"u8, progress.Bytes);
        writer.WriteNumber("records_skipped"u8, progress.RecordsSkipped);
        writer.WriteNumber("records_in_flight"u8, progress.RecordsInFlight);
        if (progress.Lag is { } lag)
        {
            writer.WriteNumber("lag"u8, lag);
        }

        if (progress.LagTime is { } lagTime)
        {
            writer.WriteNumber("lag_seconds"u8, Math.Round(lagTime.TotalSeconds, 3));
        }

        WriteInstant(writer, "committed_at", progress.CommittedAt);
        WriteInstant(writer, "progressed_at", progress.ProgressedAt);
        if (progress.WaitsFor is { } waitsFor)
        {
            writer.WriteString("waits_for"u8, waitsFor);
        }

        WriteInstant(writer, "waits_since", progress.WaitsSince);
        WriteInstant(writer, "waits_until", progress.WaitsUntil);
        WriteInstant(writer, "stalled_since", progress.StalledSince);
        if (progress.Errors is { } errors)
        {
            Write(writer, errors);
        }

        WriteInstant(writer, "taken_at", progress.TakenAt);
    }

    private static void Write(Utf8JsonWriter writer, TaskErrorFigures errors)
    {
        writer.WriteStartObject("errors"u8);
        writer.WriteNumber("failures"u8, errors.Failures);
        writer.WriteNumber("retries"u8, errors.Retries);
        writer.WriteNumber("records_skipped"u8, errors.RecordsSkipped);
        if (errors.Last is { } last)
        {
            writer.WriteString("last"u8, last);
        }

        WriteInstant(writer, "last_at", errors.LastAt);
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

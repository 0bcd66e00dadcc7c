using System.Text.Json;
using OrleansConnect.Abstractions.Data;

namespace OrleansConnect.Connectors.Files;

/// <summary>A <see cref="FileCommit"/> as JSON, for people to read too.</summary>
internal static class FileCommitText
{
    private const int Version = 1;
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static byte[] Write(FileCommit commit) => JsonSerializer.SerializeToUtf8Bytes(
        new Document(
            Version,
            commit.Connector,
            commit.Generation,
            commit.LengthBytes,
            commit.IsClosed,
            [.. commit.Offsets.Select(entry => new Position(entry.Key.Topic, entry.Key.Partition, entry.Value))]),
        Options);

    /// <summary>Null when it is not one, or one of a later version of this connector.</summary>
    public static FileCommit? Read(ReadOnlySpan<byte> text)
    {
        try
        {
            return JsonSerializer.Deserialize<Document>(text, Options) is { Version: Version, Connector: { } connector, Offsets: { } offsets, LengthBytes: >= 0 } document
                ? new(
                    connector,
                    document.Generation,
                    document.LengthBytes,
                    document.IsClosed,
                    offsets.ToDictionary(position => new TopicPartition(position.Topic ?? "", position.Partition), position => position.Offset))
                : null;
        }
        catch (Exception error) when (error is JsonException or ArgumentException)
        {
            return null;
        }
    }

    private sealed record Document(int Version, string? Connector, long Generation, long LengthBytes, bool IsClosed, IReadOnlyList<Position>? Offsets);

    private sealed record Position(string? Topic, int Partition, long Offset);
}

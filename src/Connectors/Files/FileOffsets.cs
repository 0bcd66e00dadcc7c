using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Abstractions.Sources;

namespace OrleansConnect.Connectors.Files;

/// <summary>
/// The source partition of a file, <c>{"filename": f}</c>, and the source offset in it, <c>{"position": n}</c> in bytes. Behind the position stands which file it is of, where that is wanted and
/// the file system tells: Kafka Connect does not look at it, and an offset without it is of whatever file has the name.
/// </summary>
internal static class FileOffsets
{
    private const string FilenameKey = "filename";
    private const string PositionKey = "position";
    private const string IdentityKey = "identity";

    public static SourcePartition PartitionOf(string file) => SourcePartition.Of(FilenameKey, file);

    public static SourceOffset At(long positionBytes, IReadOnlyList<KeyValuePair<string, object?>> identity) => SourceOffset.Of(PositionKey, positionBytes, identity);

    /// <summary>What stands behind the position of every offset in a file.</summary>
    public static IReadOnlyList<KeyValuePair<string, object?>> Of(FileIdentity? identity) => identity is { } known ? [new(IdentityKey, known.ToString())] : [];

    /// <summary>The position of a committed offset; 0 when there is none.</summary>
    public static long PositionOf(SourceOffset? offset) => offset?[PositionKey] switch
    {
        null => 0,
        long position => position,
        _ => throw new ConnectException("Offset position is the incorrect type"),
    };

    /// <summary>Which file a committed offset is of; null when it does not say so.</summary>
    public static FileIdentity? IdentityOf(SourceOffset? offset) => FileIdentity.Parse(offset?[IdentityKey] as string);

    /// <summary>Throws for offsets from outside that make no sense. A null one is always right: it cleans up whatever is there.</summary>
    public static void Check(SourcePartition? partition, SourceOffset? offset)
    {
        if (offset is null)
        {
            return;
        }

        if (!Has(offset.Entries, PositionKey))
        {
            throw new ConnectException("Offset objects should either be null or contain the key 'position'");
        }

        if (offset[PositionKey] is not long position)
        {
            throw new ConnectException("The value for the 'position' key in the offset is expected to be a Long value");
        }

        if (position < 0)
        {
            throw new ConnectException("The value for the 'position' key in the offset should be a non-negative value");
        }

        if (partition is null)
        {
            throw new ConnectException("Partition objects cannot be null");
        }

        if (!Has(partition.Entries, FilenameKey))
        {
            throw new ConnectException("Partition objects should contain the key 'filename'");
        }
    }

    private static bool Has(IReadOnlyList<KeyValuePair<string, object?>> entries, string key) => entries.Any(entry => entry.Key == key);
}

using OrleansConnect.EmbeddedKafka.Log;

namespace OrleansConnect.EmbeddedKafka.Wire;

/// <summary>Record batches in a message: bytes of the frame in a request, a region of a log file in a response.</summary>
internal readonly record struct WireRecords(ReadOnlyMemory<byte> Memory, FileRegion? Region)
{
    public int Length => Region?.Length ?? Memory.Length;
}

using OrleansConnect.EmbeddedKafka.Wire;

namespace OrleansConnect.EmbeddedKafka.Log;

/// <summary>Where a batch went, or why not; for a repeated batch, where it went the first time.</summary>
internal readonly record struct AppendResult(ErrorCode Error, long BaseOffset, long LogAppendTimeMs)
{
    public static AppendResult Failed(ErrorCode error) => new(error, -1, BatchHeader.NoTimestamp);
}

namespace OrleansConnect.EmbeddedKafka.Log;

/// <summary>A transaction whose records in a partition, from the first offset to its marker, readers of committed data skip.</summary>
internal readonly record struct AbortedTransaction(long ProducerId, long FirstOffset, long LastOffset);

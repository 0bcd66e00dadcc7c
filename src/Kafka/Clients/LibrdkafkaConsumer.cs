using System.Runtime.InteropServices;

namespace OrleansConnect.Kafka.Clients;

/// <summary>The functions of librdkafka for consumers that are assigned their partitions.</summary>
internal static unsafe partial class LibrdkafkaConsumer
{
    [LibraryImport(Librdkafka.Library, EntryPoint = "rd_kafka_topic_partition_list_new")]
    public static partial NativePartitionList* ListNew(int size);

    [LibraryImport(Librdkafka.Library, EntryPoint = "rd_kafka_topic_partition_list_add", StringMarshalling = StringMarshalling.Utf8)]
    public static partial NativePartition* ListAdd(NativePartitionList* list, string topic, int partition);

    [LibraryImport(Librdkafka.Library, EntryPoint = "rd_kafka_topic_partition_list_destroy")]
    public static partial void ListDestroy(NativePartitionList* list);

    [LibraryImport(Librdkafka.Library, EntryPoint = "rd_kafka_assign")]
    public static partial int Assign(nint client, NativePartitionList* partitions);

    [LibraryImport(Librdkafka.Library, EntryPoint = "rd_kafka_incremental_assign")]
    public static partial nint IncrementalAssign(nint client, NativePartitionList* partitions);

    [LibraryImport(Librdkafka.Library, EntryPoint = "rd_kafka_incremental_unassign")]
    public static partial nint IncrementalUnassign(nint client, NativePartitionList* partitions);

    [LibraryImport(Librdkafka.Library, EntryPoint = "rd_kafka_pause_partitions")]
    public static partial int Pause(nint client, NativePartitionList* partitions);

    [LibraryImport(Librdkafka.Library, EntryPoint = "rd_kafka_resume_partitions")]
    public static partial int Resume(nint client, NativePartitionList* partitions);

    [LibraryImport(Librdkafka.Library, EntryPoint = "rd_kafka_seek_partitions")]
    public static partial nint Seek(nint client, NativePartitionList* partitions, int timeoutMs);

    [LibraryImport(Librdkafka.Library, EntryPoint = "rd_kafka_committed")]
    public static partial int Committed(nint client, NativePartitionList* partitions, int timeoutMs);

    [LibraryImport(Librdkafka.Library, EntryPoint = "rd_kafka_commit_queue")]
    public static partial int CommitQueue(nint client, NativePartitionList* partitions, nint queue, nint callback, nint opaque);

    [LibraryImport(Librdkafka.Library, EntryPoint = "rd_kafka_event_topic_partition_list")]
    public static partial NativePartitionList* EventPartitions(nint nativeEvent);

    [LibraryImport(Librdkafka.Library, EntryPoint = "rd_kafka_get_watermark_offsets", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Watermarks(nint client, string topic, int partition, out long low, out long high);

    [LibraryImport(Librdkafka.Library, EntryPoint = "rd_kafka_offsets_for_times")]
    public static partial int OffsetsForTimes(nint client, NativePartitionList* partitions, int timeoutMs);

    [LibraryImport(Librdkafka.Library, EntryPoint = "rd_kafka_consume_batch_queue")]
    public static partial nint ConsumeBatch(nint queue, int timeoutMs, NativeMessage** messages, nuint size);

    [LibraryImport(Librdkafka.Library, EntryPoint = "rd_kafka_message_destroy")]
    public static partial void MessageDestroy(NativeMessage* message);

    [LibraryImport(Librdkafka.Library, EntryPoint = "rd_kafka_message_timestamp")]
    [SuppressGCTransition] // reads two fields
    public static partial long MessageTimestamp(NativeMessage* message, int* kind);

    [LibraryImport(Librdkafka.Library, EntryPoint = "rd_kafka_message_errstr")]
    public static partial nint MessageErrorText(NativeMessage* message);

    [LibraryImport(Librdkafka.Library, EntryPoint = "rd_kafka_message_headers")]
    public static partial int MessageHeaders(NativeMessage* message, out nint headers);

    [LibraryImport(Librdkafka.Library, EntryPoint = "rd_kafka_header_get_all")]
    public static partial int HeaderAt(nint headers, nuint index, out nint name, out nint value, out nuint size);
}

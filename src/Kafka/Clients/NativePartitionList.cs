using System.Runtime.InteropServices;

namespace OrleansConnect.Kafka.Clients;

/// <summary><c>rd_kafka_topic_partition_list_t</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativePartitionList
{
    public int Count;
    public int Capacity;
    public NativePartition* Items;
}

using System.Runtime.InteropServices;

namespace OrleansConnect.Kafka.Clients;

/// <summary><c>rd_kafka_vu_t</c>: a tag and a union that librdkafka pads to 64 bytes.</summary>
[StructLayout(LayoutKind.Explicit, Size = 72)]
internal struct NativeArgument
{
    public const int Topic = 2;
    public const int Partition = 3;
    public const int Value = 4;
    public const int Key = 5;
    public const int Opaque = 6;
    public const int Flags = 7;
    public const int Timestamp = 8;
    public const int Header = 9;

    [FieldOffset(0)]
    public int Tag;

    [FieldOffset(8)]
    public nint Pointer;

    [FieldOffset(8)]
    public int Int32;

    [FieldOffset(8)]
    public long Int64;

    [FieldOffset(16)]
    public nint Size;

    [FieldOffset(16)]
    public nint HeaderValue;

    [FieldOffset(24)]
    public nint HeaderSize;
}

namespace OrleansConnect.Kafka.Log;

/// <summary>Names one proposal of one process, so that no two proposals ever share a record key.</summary>
internal readonly record struct Proposer(ulong Process, ulong Sequence)
{
    public override string ToString() => $"{Process:x16}.{Sequence:x}";
}

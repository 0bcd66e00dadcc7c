namespace OrleansConnect.EmbeddedKafka.Log;

/// <summary>The attribute bits of batches that the broker writes itself.</summary>
internal enum BatchKind : short
{
    Plain = 0,
    Transactional = 0x10,
    Control = 0x30,
}

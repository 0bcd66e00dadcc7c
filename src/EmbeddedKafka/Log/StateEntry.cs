using System.Buffers.Binary;
using OrleansConnect.EmbeddedKafka.Wire;

namespace OrleansConnect.EmbeddedKafka.Log;

/// <summary>A key and a value of a <see cref="StateLog"/>, not yet decoded.</summary>
internal readonly record struct StateEntry(ReadOnlyMemory<byte> KeyBytes, ReadOnlyMemory<byte>? ValueBytes)
{
    public short KeyType => BinaryPrimitives.ReadInt16BigEndian(KeyBytes.Span);

    public T Key<T>()
        where T : IWireMessage<T>
    {
        var reader = new WireReader(KeyBytes[2..], long.MaxValue);
        return T.Read(ref reader, 0);
    }

    /// <summary>Null for a tombstone.</summary>
    public T? Value<T>()
        where T : class, IWireMessage<T>
    {
        if (ValueBytes is not { } bytes)
        {
            return null;
        }

        var reader = new WireReader(bytes, long.MaxValue);
        var version = reader.Int16();
        return T.Read(ref reader, version);
    }
}

using System.Buffers.Binary;
using System.Text;

namespace OrleansConnect.Runtime.Offsets;

/// <summary>
/// Reads and writes the one Java object that is in the offset file of a standalone Kafka Connect worker: a <c>HashMap&lt;byte[], byte[]&gt;</c> in Java's object serialization
/// (protocol version 5, https://docs.oracle.com/en/java/javase/17/docs/specs/serialization/protocol.html), so that either worker goes on where the other one stopped.
/// </summary>
internal static class JavaMapFile
{
    private const byte Null = 0x70;
    private const byte Reference = 0x71;
    private const byte ClassDescription = 0x72;
    private const byte Object = 0x73;
    private const byte Array = 0x75;
    private const byte BlockData = 0x77;
    private const byte EndBlockData = 0x78;

    private const long HashMapVersion = 362498820763181265L;
    private const long ByteArrayVersion = -5984413125824719648L;

    // Handles are counted from here in the order of appearance: the map's class, the map, the arrays' class.
    private const int ByteArrayClassHandle = 0x7E0002;

    public static byte[] Write(IReadOnlyCollection<KeyValuePair<byte[], byte[]>> entries)
    {
        var output = new MemoryStream();
        output.Write([0xAC, 0xED, 0x00, 0x05, Object, ClassDescription]);
        WriteText(output, "java.util.HashMap");
        WriteLong(output, HashMapVersion);
        output.Write([0x03, 0x00, 0x02, (byte)'F']);
        WriteText(output, "loadFactor");
        output.WriteByte((byte)'I');
        WriteText(output, "threshold");
        output.Write([EndBlockData, Null, 0x3F, 0x40, 0x00, 0x00]);
        var capacity = CapacityFor(entries.Count);
        WriteInt(output, capacity * 3 / 4);
        output.Write([BlockData, 8]);
        WriteInt(output, capacity);
        WriteInt(output, entries.Count);
        var isFirst = true;
        foreach (var (key, value) in entries)
        {
            WriteArray(output, key, isFirst);
            WriteArray(output, value, false);
            isFirst = false;
        }

        output.WriteByte(EndBlockData);
        return output.ToArray();
    }

    /// <summary>The entries; throws <see cref="InvalidDataException"/> for anything but such a map.</summary>
    public static List<KeyValuePair<byte[], byte[]>> Read(ReadOnlySpan<byte> data)
    {
        var input = new Input(data);
        input.Expect([0xAC, 0xED, 0x00, 0x05, Object, ClassDescription]);
        input.ExpectText("java.util.HashMap");
        input.Skip(8);
        input.Expect([0x03, 0x00, 0x02, (byte)'F']);
        input.ExpectText("loadFactor");
        input.Expect([(byte)'I']);
        input.ExpectText("threshold");
        input.Expect([EndBlockData, Null]);
        input.Skip(8);
        input.Expect([BlockData, 8]);
        input.Skip(4);
        var count = input.ReadInt();
        var entries = new List<KeyValuePair<byte[], byte[]>>();
        for (var i = 0; i < count; i++)
        {
            entries.Add(new(ReadArray(ref input), ReadArray(ref input)));
        }

        return entries;
    }

    private static int CapacityFor(int count)
    {
        var capacity = 16;
        while (capacity * 3 / 4 < count)
        {
            capacity *= 2;
        }

        return capacity;
    }

    private static void WriteArray(MemoryStream output, byte[] bytes, bool isFirst)
    {
        output.WriteByte(Array);
        if (isFirst)
        {
            output.WriteByte(ClassDescription);
            WriteText(output, "[B");
            WriteLong(output, ByteArrayVersion);
            output.Write([0x02, 0x00, 0x00, EndBlockData, Null]);
        }
        else
        {
            output.WriteByte(Reference);
            WriteInt(output, ByteArrayClassHandle);
        }

        WriteInt(output, bytes.Length);
        output.Write(bytes);
    }

    private static byte[] ReadArray(ref Input input)
    {
        if (input.Peek() == Null)
        {
            input.Skip(1);
            return [];
        }

        input.Expect([Array]);
        if (input.Peek() == Reference)
        {
            input.Skip(5);
        }
        else
        {
            input.Expect([ClassDescription]);
            input.ExpectText("[B");
            input.Skip(8);
            input.Expect([0x02, 0x00, 0x00, EndBlockData, Null]);
        }

        return input.Take(input.ReadInt()).ToArray();
    }

    private static void WriteText(MemoryStream output, string text)
    {
        Span<byte> length = stackalloc byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(length, (ushort)text.Length);
        output.Write(length);
        output.Write(Encoding.ASCII.GetBytes(text));
    }

    private static void WriteInt(MemoryStream output, int value)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        output.Write(bytes);
    }

    private static void WriteLong(MemoryStream output, long value)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(bytes, value);
        output.Write(bytes);
    }

    private ref struct Input(ReadOnlySpan<byte> data)
    {
        private readonly ReadOnlySpan<byte> _data = data;
        private int _position;

        public ReadOnlySpan<byte> Take(int count)
        {
            if (count < 0 || count > _data.Length - _position)
            {
                throw NotAMap();
            }

            _position += count;
            return _data.Slice(_position - count, count);
        }

        public byte Peek() => _position < _data.Length ? _data[_position] : throw NotAMap();

        public void Skip(int count) => Take(count);

        public int ReadInt() => BinaryPrimitives.ReadInt32BigEndian(Take(4));

        public void Expect(ReadOnlySpan<byte> bytes)
        {
            if (!Take(bytes.Length).SequenceEqual(bytes))
            {
                throw NotAMap();
            }
        }

        public void ExpectText(string text)
        {
            if (BinaryPrimitives.ReadUInt16BigEndian(Take(2)) != text.Length || Encoding.ASCII.GetString(Take(text.Length)) != text)
            {
                throw NotAMap();
            }
        }

        private readonly InvalidDataException NotAMap() => new($"At byte {_position} it is not a serialized java.util.HashMap of byte arrays.");
    }
}

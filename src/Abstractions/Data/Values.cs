namespace OrleansConnect.Abstractions.Data;

/// <summary>Compares values of the data model by content: bytes by their bytes, lists by their elements, maps by their entries.</summary>
public static class Values
{
    /// <summary>Whether two values are the same; numbers of different types are not, nor are zero and minus zero.</summary>
    public static bool ContentEquals(object? one, object? other) => (one, other) switch
    {
        (null, null) => true,
        (null, _) or (_, null) => false,
        (byte[] or ReadOnlyMemory<byte>, byte[] or ReadOnlyMemory<byte>) => BytesOf(one).SequenceEqual(BytesOf(other)),
        (double a, double b) => double.IsNaN(a) ? double.IsNaN(b) : BitConverter.DoubleToInt64Bits(a) == BitConverter.DoubleToInt64Bits(b),
        (float a, float b) => float.IsNaN(a) ? float.IsNaN(b) : BitConverter.SingleToInt32Bits(a) == BitConverter.SingleToInt32Bits(b),
        (ConnectMap a, ConnectMap b) => SameEntries(a, b),
        (IReadOnlyList<object?> a, IReadOnlyList<object?> b) => SameElements(a, b),
        _ => one.Equals(other),
    };

    /// <summary>A hash that agrees with <see cref="ContentEquals"/>.</summary>
    public static int ContentHash(object? value)
    {
        switch (value)
        {
            case null:
                return 0;
            case byte[] or ReadOnlyMemory<byte>:
                var bytes = new HashCode();
                bytes.AddBytes(BytesOf(value));
                return bytes.ToHashCode();
            case IReadOnlyList<object?> list:
                var hash = new HashCode();
                foreach (var element in list)
                {
                    hash.Add(ContentHash(element));
                }

                return hash.ToHashCode();
            default:
                return value.GetHashCode();
        }
    }

    /// <summary>The bytes of a <see cref="SchemaType.Bytes"/> value.</summary>
    public static ReadOnlySpan<byte> BytesOf(object value) => value is byte[] array ? array : ((ReadOnlyMemory<byte>)value).Span;

    private static bool SameElements(IReadOnlyList<object?> one, IReadOnlyList<object?> other)
    {
        if (one.Count != other.Count)
        {
            return false;
        }

        for (var i = 0; i < one.Count; i++)
        {
            if (!ContentEquals(one[i], other[i]))
            {
                return false;
            }
        }

        return true;
    }

    private static bool SameEntries(ConnectMap one, ConnectMap other)
    {
        if (one.Count != other.Count)
        {
            return false;
        }

        for (var i = 0; i < one.Count; i++)
        {
            var (key, value) = one.At(i);
            var isFound = key is byte[] bytes ? HasEntry(other, bytes, value) : other.TryGetValue(key, out var found) && ContentEquals(value, found);
            if (!isFound)
            {
                return false;
            }
        }

        return true;
    }

    // Maps find bytes only by the array itself.
    private static bool HasEntry(ConnectMap map, object key, object? value)
    {
        foreach (var entry in map)
        {
            if (ContentEquals(entry.Key, key) && ContentEquals(entry.Value, value))
            {
                return true;
            }
        }

        return false;
    }
}

using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Text;

namespace OrleansConnect.Kafka.Consuming;

/// <summary>One string for each topic name a consumer meets.</summary>
internal sealed class TopicNameCache
{
    private const int NameLengthMax = 249; // Kafka's limit

    private readonly ConcurrentDictionary<string, string> _names = new(StringComparer.Ordinal);

    public unsafe string Intern(nint utf8)
    {
        var bytes = MemoryMarshal.CreateReadOnlySpanFromNullTerminated((byte*)utf8);
        if (bytes.Length > NameLengthMax)
        {
            return Encoding.UTF8.GetString(bytes);
        }

        Span<char> chars = stackalloc char[NameLengthMax];
        ReadOnlySpan<char> name = chars[..Encoding.UTF8.GetChars(bytes, chars)];
        if (_names.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(name, out var known))
        {
            return known;
        }

        var created = name.ToString();
        return _names.GetOrAdd(created, created);
    }
}

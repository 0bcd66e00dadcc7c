using System.Runtime.InteropServices;
using OrleansConnect.Kafka.Clients;

namespace OrleansConnect.Kafka.Consuming;

/// <summary>A message's headers in order: <c>foreach (var header in message.Headers)</c>.</summary>
public unsafe ref struct MessageHeaders
{
    private readonly nint _headers;
    private nuint _next;
    private MessageHeader _current;

    internal MessageHeaders(nint headers) => _headers = headers;

    public readonly MessageHeader Current => _current;

    public readonly MessageHeaders GetEnumerator() => this;

    public bool MoveNext()
    {
        if (_headers == 0 || LibrdkafkaConsumer.HeaderAt(_headers, _next, out var name, out var value, out var size) != 0)
        {
            return false;
        }

        _next++;
        _current = new MessageHeader(Marshal.PtrToStringUTF8(name) ?? "", value == 0, new ReadOnlySpan<byte>((void*)value, (int)size));
        return true;
    }
}

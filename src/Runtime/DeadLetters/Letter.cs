using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using OrleansConnect.Runtime.Pipeline;

namespace OrleansConnect.Runtime.DeadLetters;

/// <summary>A record of a dead letter queue, with what its context headers say.</summary>
internal sealed class Letter
{
    private const string TopicHeader = $"{DeadLetterHeaders.Prefix}topic";

    private readonly ConsumedRecord _record;
    private readonly int _contextAt;

    /// <summary>A letter.</summary>
    /// <param name="record">The record as it is in the queue.</param>
    /// <param name="onlyOf">The connector whose context counts; of any other one it is part of the original headers. Null for all.</param>
    public Letter(ConsumedRecord record, string? onlyOf = null)
    {
        _record = record;
        _contextAt = ContextAt(record.Headers);
        if (onlyOf is not null && Connector != onlyOf)
        {
            _contextAt = record.Headers.Count;
        }
    }

    public LetterId Id => new(_record.Partition, _record.Offset);

    /// <summary>The record as it is in the queue.</summary>
    public ConsumedRecord Record => _record;

    /// <summary>Whether it says where it comes from and what went wrong.</summary>
    public bool HasContext => _contextAt < _record.Headers.Count;

    public string? Connector => Text("connector.name");

    /// <summary>The topic a sink read it from, or a source meant it for.</summary>
    public string? Topic => Text("topic");

    public int? Partition => int.TryParse(Text("partition"), NumberStyles.None, CultureInfo.InvariantCulture, out var partition) ? partition : null;

    public long? Offset => long.TryParse(Text("offset"), NumberStyles.None, CultureInfo.InvariantCulture, out var offset) ? offset : null;

    public string? Stage => Text("stage");

    /// <summary>The plugin that was at work.</summary>
    public string? ClassName => Text("class.name");

    public string? ExceptionClass => Text("exception.class.name");

    public string? Message => Text("exception.message");

    /// <summary>The headers that the record had before it failed. It may come from another dead letter queue, and then keeps what that one said.</summary>
    public IReadOnlyList<KeyValuePair<string, byte[]?>> OriginalHeaders => [.. _record.Headers.Take(_contextAt)];

    /// <summary>The headers that were added when it failed.</summary>
    public IReadOnlyList<KeyValuePair<string, byte[]?>> ContextHeaders => [.. _record.Headers.Skip(_contextAt)];

    /// <summary>The bytes it takes in memory, about.</summary>
    public long SizeBytes => (_record.Key?.Length ?? 0L) + (_record.Value?.Length ?? 0L) + _record.Headers.Sum(header => header.Key.Length + (header.Value?.Length ?? 0L));

    /// <summary>Tells it from the record that has the same id when the queue was deleted and made anew.</summary>
    public string Fingerprint()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> number = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(number, _record.TimestampMs ?? -1);
        hash.AppendData(number);
        Append(hash, _record.Key);
        Append(hash, _record.Value);
        foreach (var (name, value) in _record.Headers)
        {
            Append(hash, Encoding.UTF8.GetBytes(name));
            Append(hash, value);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, sizeof(long)));
    }

    private static void Append(IncrementalHash hash, byte[]? bytes)
    {
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(length, bytes?.Length ?? -1);
        hash.AppendData(length);
        hash.AppendData(bytes ?? []);
    }

    // The context is the end of the headers, and begins with the topic.
    private static int ContextAt(IReadOnlyList<KeyValuePair<string, byte[]?>> headers)
    {
        for (var at = headers.Count - 1; at >= 0 && headers[at].Key.StartsWith(DeadLetterHeaders.Prefix, StringComparison.Ordinal); at--)
        {
            if (headers[at].Key == TopicHeader)
            {
                return at;
            }
        }

        return headers.Count;
    }

    private string? Text(string name)
    {
        for (var at = _contextAt; at < _record.Headers.Count; at++)
        {
            if (_record.Headers[at].Value is { } value && _record.Headers[at].Key.AsSpan(DeadLetterHeaders.Prefix.Length).SequenceEqual(name))
            {
                return Encoding.UTF8.GetString(value);
            }
        }

        return null;
    }
}

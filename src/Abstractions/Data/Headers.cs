using System.Collections;

namespace OrleansConnect.Abstractions.Data;

/// <summary>The headers of a record, in order and with duplicates. Immutable: changes give a new instance.</summary>
public sealed class Headers : IReadOnlyList<Header>
{
    private readonly Header[] _headers;

    private Headers(Header[] headers) => _headers = headers;

    /// <summary>No headers.</summary>
    public static Headers Empty { get; } = new([]);

    /// <inheritdoc/>
    public int Count => _headers.Length;

    /// <inheritdoc/>
    public Header this[int index] => _headers[index];

    /// <summary>Headers in the order given.</summary>
    public static Headers Of(params ReadOnlySpan<Header> headers) => headers.IsEmpty ? Empty : new(headers.ToArray());

    /// <summary>These headers and one more at the end.</summary>
    public Headers Add(string key, Schema? schema, object? value) => new([.. _headers, new Header(key, schema, value)]);

    /// <summary>These headers without those of that key.</summary>
    public Headers Remove(string key) => Contains(key) ? new(Array.FindAll(_headers, header => header.Key != key)) : this;

    /// <summary>Whether there is at least one header of that key.</summary>
    public bool Contains(string key)
    {
        foreach (var header in _headers)
        {
            if (header.Key == key)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The last header of that key, or null.</summary>
    public Header? Last(string key) => Array.FindLast(_headers, header => header.Key == key);

    /// <inheritdoc/>
    public IEnumerator<Header> GetEnumerator() => ((IEnumerable<Header>)_headers).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace OrleansConnect.Abstractions.Data;

/// <summary>
/// A map value: keeps the order in which keys were first set, and may have a null key. Filled by its maker, then not changed any more:
/// whoever wants another one copies it.
/// </summary>
public sealed class ConnectMap : IReadOnlyCollection<KeyValuePair<object?, object?>>
{
    private readonly OrderedDictionary<Key, object?> _entries;

    /// <summary>An empty map.</summary>
    public ConnectMap() => _entries = [];

    /// <summary>An empty map with room for that many entries.</summary>
    public ConnectMap(int capacity) => _entries = new(capacity);

    /// <summary>A copy.</summary>
    public ConnectMap(ConnectMap other) => _entries = new(other._entries);

    /// <inheritdoc/>
    public int Count => _entries.Count;

    /// <summary>The keys in order.</summary>
    public IEnumerable<object?> Keys => _entries.Keys.Select(key => key.Value);

    /// <summary>The value of a key; reading an unknown key gives null, as does a key whose value is null.</summary>
    public object? this[object? key]
    {
        get => _entries.GetValueOrDefault(new Key(key));
        set => _entries[new Key(key)] = value;
    }

    /// <summary>The entry at a position, from 0.</summary>
    public KeyValuePair<object?, object?> At(int index)
    {
        var entry = _entries.GetAt(index);
        return new(entry.Key.Value, entry.Value);
    }

    /// <summary>Whether the key is there, and its value.</summary>
    public bool TryGetValue(object? key, [MaybeNullWhen(false)] out object? value) => _entries.TryGetValue(new Key(key), out value);

    /// <summary>Whether the key is there.</summary>
    public bool ContainsKey(object? key) => _entries.ContainsKey(new Key(key));

    /// <summary>Removes a key; false when it was not there.</summary>
    public bool Remove(object? key) => _entries.Remove(new Key(key));

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<object?, object?>> GetEnumerator()
    {
        for (var i = 0; i < _entries.Count; i++)
        {
            yield return At(i);
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is ConnectMap other && Values.ContentEquals(this, other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = 0;
        foreach (var (key, value) in _entries)
        {
            hash += HashCode.Combine(Values.ContentHash(key.Value), Values.ContentHash(value));
        }

        return hash;
    }

    // Lets null be a key, and compares keys by content, but bytes as Java does: two arrays are two keys, whatever is in them.
    private readonly struct Key(object? value) : IEquatable<Key>
    {
        public object? Value { get; } = value;

        public bool Equals(Key other) => Value switch
        {
            string text => text.Equals(other.Value),
            byte[] bytes => ReferenceEquals(bytes, other.Value),
            _ => other.Value is not byte[] && Values.ContentEquals(Value, other.Value),
        };

        public override bool Equals(object? obj) => obj is Key other && Equals(other);

        public override int GetHashCode() => Value switch
        {
            string text => text.GetHashCode(StringComparison.Ordinal),
            byte[] bytes => RuntimeHelpers.GetHashCode(bytes),
            _ => Values.ContentHash(Value),
        };
    }
}

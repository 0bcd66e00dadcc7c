using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace OrleansConnect.Abstractions.Configuration;

/// <summary>The values whose names begin with a prefix, without it. Nothing is copied: a plugin asks for a few of what may be very many.</summary>
internal sealed class SettingsBelow(string prefix, IReadOnlyDictionary<string, object?> all) : IReadOnlyDictionary<string, object?>
{
    public object? this[string key] => all[prefix + key];

    public IEnumerable<string> Keys => Entries.Select(entry => entry.Key);

    public IEnumerable<object?> Values => Entries.Select(entry => entry.Value);

    public int Count => Entries.Count();

    private IEnumerable<KeyValuePair<string, object?>> Entries => all
        .Where(entry => entry.Key.StartsWith(prefix, StringComparison.Ordinal))
        .Select(entry => KeyValuePair.Create(entry.Key[prefix.Length..], entry.Value));

    public bool ContainsKey(string key) => all.ContainsKey(prefix + key);

    public bool TryGetValue(string key, [MaybeNullWhen(false)] out object? value) => all.TryGetValue(prefix + key, out value);

    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator() => Entries.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

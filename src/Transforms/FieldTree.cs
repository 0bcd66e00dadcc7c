namespace OrleansConnect.Transforms;

/// <summary>What settings say of fields, sorted by the struct or map that each field is in.</summary>
/// <typeparam name="T">What is said of a field.</typeparam>
internal sealed class FieldTree<T>
{
    private readonly List<(string Name, T Said)> _fields = [];
    private readonly OrderedDictionary<string, FieldTree<T>> _within = [];

    /// <summary>Makes what changes the named fields of one struct or map.</summary>
    /// <param name="fields">The fields, in the order in which they were said.</param>
    /// <param name="isWithin">Whether the struct or map is a field itself, and not the whole key or value.</param>
    public delegate IFieldEdit EditOf(IReadOnlyList<(string Name, T Said)> fields, bool isWithin);

    public static FieldTree<T> Of(IEnumerable<(FieldPath Path, T Said)> fields)
    {
        var tree = new FieldTree<T>();
        foreach (var (path, said) in fields)
        {
            tree.Add(path, said);
        }

        return tree;
    }

    /// <summary>What changes a whole key or value; without paths just what the maker makes.</summary>
    /// <param name="make">The maker.</param>
    /// <param name="withDefaults">Whether a field that is null counts as having its schema's default.</param>
    /// <param name="isMaking">Whether structs and maps on the way to a field are made where they are missing.</param>
    public IFieldEdit ToEdit(EditOf make, bool withDefaults, bool isMaking = false) => ToEdit(make, withDefaults, isMaking, isWithin: false);

    private IFieldEdit ToEdit(EditOf make, bool withDefaults, bool isMaking, bool isWithin)
    {
        if (_within.Count == 0)
        {
            return make(_fields, isWithin);
        }

        var within = _within.ToDictionary(entry => entry.Key, entry => entry.Value.ToEdit(make, withDefaults, isMaking, isWithin: true));
        return new EditWithin(_fields.Count == 0 ? null : make(_fields, isWithin), within, withDefaults, isMaking);
    }

    private void Add(FieldPath path, T said)
    {
        var tree = this;
        foreach (var name in path.Names[..^1])
        {
            if (!tree._within.TryGetValue(name, out var within))
            {
                tree._within.Add(name, within = new());
            }

            tree = within;
        }

        tree._fields.Add((path.Names[^1], said));
    }
}

using OrleansConnect.Abstractions.Data;

namespace OrleansConnect.Transforms;

/// <summary>What was worked out for the schemas seen last. Records of one task nearly always have the schema of the record before.</summary>
internal sealed class PerSchema<T>(Func<Schema, T> make)
    where T : class
{
    private const int CountMax = 16;

    private readonly Dictionary<Schema, T> _made = [];
    private readonly Queue<Schema> _oldestFirst = [];
    private Schema? _lastSchema;
    private T? _last;

    public T For(Schema schema)
    {
        if (ReferenceEquals(schema, _lastSchema) && _last is not null)
        {
            return _last;
        }

        if (!_made.TryGetValue(schema, out var found))
        {
            found = make(schema);
            if (_oldestFirst.Count == CountMax)
            {
                _made.Remove(_oldestFirst.Dequeue());
            }

            _made.Add(schema, found);
            _oldestFirst.Enqueue(schema);
        }

        (_lastSchema, _last) = (schema, found);
        return found;
    }
}

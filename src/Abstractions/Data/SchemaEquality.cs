namespace OrleansConnect.Abstractions.Data;

/// <summary>Compares schemas attribute by attribute.</summary>
internal static class SchemaEquality
{
    public static bool SameAttributes(Schema one, Schema other) =>
        one.Type == other.Type
        && one.IsOptional == other.IsOptional
        && one.Version == other.Version
        && one.Name == other.Name
        && one.Doc == other.Doc
        && Values.ContentEquals(one.DefaultValue, other.DefaultValue)
        && SameParameters(one.Parameters, other.Parameters)
        && Equals(one.KeySchema, other.KeySchema)
        && Equals(one.ElementSchema, other.ElementSchema)
        && one.FieldSpan.SequenceEqual(other.FieldSpan);

    public static int Hash(Schema schema)
    {
        var hash = new HashCode();
        hash.Add(schema.Type);
        hash.Add(schema.IsOptional);
        hash.Add(schema.Name);
        hash.Add(schema.Version);
        hash.Add(schema.Doc);
        hash.Add(schema.KeySchema);
        hash.Add(schema.ElementSchema);
        foreach (var field in schema.FieldSpan)
        {
            hash.Add(field.Name);
            hash.Add(field.Schema);
        }

        return hash.ToHashCode();
    }

    public static bool SameParameters(IReadOnlyDictionary<string, string>? one, IReadOnlyDictionary<string, string>? other)
    {
        if (one is null || other is null)
        {
            return ReferenceEquals(one, other);
        }

        return one.Count == other.Count && one.All(entry => other.TryGetValue(entry.Key, out var value) && value == entry.Value);
    }
}

namespace OrleansConnect.Abstractions.Data;

/// <summary>A field of a struct schema.</summary>
/// <param name="Name">Unique within its struct.</param>
/// <param name="Index">Position within its struct, from 0.</param>
/// <param name="Schema">The schema of the field's values.</param>
public sealed record Field(string Name, int Index, Schema Schema)
{
    /// <inheritdoc/>
    public override string ToString() => $"Field{{name={Name}, index={Index}, schema={Schema}}}";
}

namespace OrleansConnect.Abstractions.Data;

/// <summary>What a <see cref="SchemaBuilder"/> hands to a <see cref="Schema"/>.</summary>
internal sealed record SchemaAttributes
{
    public SchemaType Type { get; init; }

    public bool IsOptional { get; init; }

    public object? DefaultValue { get; init; }

    public string? Name { get; init; }

    public int? Version { get; init; }

    public string? Doc { get; init; }

    public IReadOnlyDictionary<string, string>? Parameters { get; init; }

    public Schema? KeySchema { get; init; }

    public Schema? ElementSchema { get; init; }

    public IReadOnlyList<Field>? Fields { get; init; }
}

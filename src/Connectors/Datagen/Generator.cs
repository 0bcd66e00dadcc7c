using OrleansConnect.Abstractions.Data;

namespace OrleansConnect.Connectors.Datagen;

/// <summary>Makes the values of a schema.</summary>
/// <param name="Schema">The schema.</param>
/// <param name="Next">Makes the value of a record.</param>
internal sealed record Generator(Schema Schema, Generate Next);

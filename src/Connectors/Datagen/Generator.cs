using OrleansConnect.Abstractions.Data;

namespace OrleansConnect.Connectors.Datagen;

/// <summary>Makes the values of a schema.</summary>
/// <param name="Schema">The schema.</param>
/// <param name="Next">Makes the value of a record.</param>
/// <param name="SizeBytesMax">About what the largest value takes in memory.</param>
internal sealed record Generator(Schema Schema, Generate Next, long SizeBytesMax = 32);

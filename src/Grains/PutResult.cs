namespace OrleansConnect.Grains;

/// <summary>The outcome of putting a configuration.</summary>
/// <param name="Info">The connector as it is now.</param>
/// <param name="Created">Whether it was not there before.</param>
[GenerateSerializer, Immutable, Alias("connect.PutResult")]
public sealed record PutResult([property: Id(0)] ConnectorInfo Info, [property: Id(1)] bool Created);

namespace OrleansConnect.Runtime.Placement;

/// <summary>Where a connector and its tasks are to run.</summary>
[GenerateSerializer, Immutable, Alias("connect.runtime.ConnectorPlaces")]
internal sealed record ConnectorPlaces([property: Id(0)] TaskPlace Connector, [property: Id(1)] IReadOnlyList<TaskPlace> Tasks);

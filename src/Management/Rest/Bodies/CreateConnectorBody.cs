using OrleansConnect.Grains;

namespace OrleansConnect.Management.Rest.Bodies;

/// <summary>What a connector is to be created from.</summary>
internal sealed record CreateConnectorBody(string? Name, IReadOnlyDictionary<string, string?> Config, TargetState? InitialState);

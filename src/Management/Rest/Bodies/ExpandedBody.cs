using System.Text.Json.Serialization;
using OrleansConnect.Grains;

namespace OrleansConnect.Management.Rest.Bodies;

/// <summary>One connector of a list with details; only what was asked for is written.</summary>
internal sealed record ExpandedBody
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ConnectorStatus? Status { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ConnectorBody? Info { get; init; }
}

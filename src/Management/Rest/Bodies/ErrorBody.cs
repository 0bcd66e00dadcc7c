using System.Text.Json.Serialization;

namespace OrleansConnect.Management.Rest.Bodies;

internal sealed record ErrorBody(int ErrorCode, string? Message)
{
    /// <summary>Ours, and only where they were asked for.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Hints { get; init; }
}

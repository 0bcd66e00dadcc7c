namespace OrleansConnect.Runtime.Grains;

/// <summary>An offset that was replaced, as JSON.</summary>
[GenerateSerializer, Alias("connect.runtime.StoredOffset")]
internal sealed class StoredOffset
{
    [Id(0)]
    public string? Partition { get; set; }

    /// <summary>Null where there was none.</summary>
    [Id(1)]
    public string? Offset { get; set; }
}

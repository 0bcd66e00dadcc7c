namespace OrleansConnect.Client;

/// <summary>A header of a previewed record.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Value">Its serialized value, or null.</param>
public sealed record PreviewHeader(string Key, ReadOnlyMemory<byte>? Value);

namespace OrleansConnect.Runtime.Offsets;

/// <summary>An offset as it is in the offset topic; a null value removes it.</summary>
public readonly record struct OffsetRecord(byte[] Key, byte[]? Value);

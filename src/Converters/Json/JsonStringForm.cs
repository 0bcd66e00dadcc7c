namespace OrleansConnect.Converters.Json;

/// <summary>How much work it is to read a JSON string.</summary>
internal enum JsonStringForm : byte
{
    Ascii,
    Utf8,

    /// <summary>Has escapes, or bytes that only Jackson takes for UTF-8.</summary>
    Encoded,
}

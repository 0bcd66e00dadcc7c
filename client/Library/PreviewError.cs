namespace OrleansConnect.Client;

/// <summary>Why a record did not get through.</summary>
/// <param name="ClassName">The class of the exception, in Kafka Connect's words.</param>
/// <param name="Message">What went wrong.</param>
/// <param name="Stage"><c>KEY_CONVERTER</c>, <c>VALUE_CONVERTER</c>, <c>HEADER_CONVERTER</c> or <c>TRANSFORMATION</c>.</param>
/// <param name="Hint">The likely cause and the setting to change, or null where nothing is known.</param>
public sealed record PreviewError(string ClassName, string Message, string Stage, string? Hint);

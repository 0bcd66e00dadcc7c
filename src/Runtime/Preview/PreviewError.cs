namespace OrleansConnect.Runtime.Preview;

/// <summary>Why a record did not get through.</summary>
/// <param name="ClassName">The class of the exception, under the name that users of Kafka Connect know.</param>
/// <param name="Message">Its message.</param>
/// <param name="Stage">Where it happened: <c>KEY_CONVERTER</c>, <c>VALUE_CONVERTER</c>, <c>HEADER_CONVERTER</c> or <c>TRANSFORMATION</c>.</param>
/// <param name="Hint">The likely cause and the setting to change, or null.</param>
public sealed record PreviewError(string ClassName, string Message, string Stage, string? Hint);

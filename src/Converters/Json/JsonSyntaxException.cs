using System.Diagnostics.CodeAnalysis;
using OrleansConnect.Abstractions.Errors;

namespace OrleansConnect.Converters.Json;

/// <summary>Bytes that are not JSON.</summary>
internal sealed class JsonSyntaxException(string message) : DataException(message)
{
    [DoesNotReturn]
    public static void Throw(string what, int position) => throw new JsonSyntaxException($"{what} at byte {position}. Write JSON in UTF-8.");
}

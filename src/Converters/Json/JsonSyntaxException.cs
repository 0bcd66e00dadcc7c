using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using OrleansConnect.Abstractions.Errors;

namespace OrleansConnect.Converters.Json;

/// <summary>Bytes that are not JSON.</summary>
internal sealed class JsonSyntaxException(string message) : DataException(message)
{
    /// <summary>Says which of Jackson's limits was passed, in its words.</summary>
    [DoesNotReturn]
    public static void ThrowLimit(string what, long actual, int max, string limit) =>
        throw new JsonSyntaxException(string.Create(CultureInfo.InvariantCulture, $"{what} ({actual}) exceeds the maximum allowed ({max}, from `StreamReadConstraints.{limit}()`)"));

    [DoesNotReturn]
    public static void Throw(string what, int position) => throw new JsonSyntaxException($"{what} at byte {position}. Write JSON in UTF-8.");
}

using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Runtime.Pipeline;

namespace OrleansConnect.Tests.Conformance.Java;

/// <summary>What Kafka Connect's classes said: a result in the notation, or an error.</summary>
/// <param name="IsError">Whether it is an error.</param>
/// <param name="Text">The result, or the error's class and message as <see cref="JavaAnswer.Error"/> writes them.</param>
public sealed record JavaAnswer(bool IsError, string Text)
{
    // Their messages say what is wrong with a setting or a record.
    private static readonly string[] Told = ["?java.lang.IllegalArgumentException", "?java.lang.IndexOutOfBoundsException"];

    /// <summary>Some exception that is none of Kafka Connect's, such as one for a null reference: ours need only fail as well.</summary>
    public bool IsUnexpectedError => IsError && Text.StartsWith('?');

    /// <summary>One whose message is the Java runtime's own and names its classes and variables.</summary>
    public bool IsRuntimesError => IsUnexpectedError
        && (Text.StartsWith("?java.lang.IllegalArgumentException: fromIndex(", StringComparison.Ordinal) || !Array.Exists(Told, name => Text.StartsWith(name, StringComparison.Ordinal)));

    /// <summary>An error, written so that it can be compared.</summary>
    public static JavaAnswer Error(Exception error) => new(true, $"{(error is ConnectException ? error.GetType().Name : $"?{JavaExceptions.NameOf(error)}")}: {error.Message}");

    /// <summary>A result.</summary>
    public static JavaAnswer Ok(string text) => new(false, text);
}

using System.Text;
using OrleansConnect.Abstractions.Errors;

namespace OrleansConnect.Runtime.Pipeline;

/// <summary>The Java class names of exceptions, as users of Kafka Connect know them from traces and dead letter queues.</summary>
internal static class JavaExceptions
{
    /// <summary>A stack trace in Java's layout: each error's class and message, where it was thrown, and what caused it.</summary>
    public static string TraceOf(Exception error)
    {
        var trace = new StringBuilder();
        for (var cause = error; cause is not null; cause = cause.InnerException)
        {
            trace.Append(cause == error ? "" : "Caused by: ").Append(NameOf(cause)).Append(MessageOf(cause) is { } message ? $": {message}" : "").Append('\n');
            foreach (var line in (cause.StackTrace ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            {
                trace.Append('\t').Append(line).Append('\n');
            }
        }

        return trace.ToString();
    }

    /// <summary>The message; null where the error was given none, for which .NET has a text of its own.</summary>
    public static string? MessageOf(Exception error) => error.Message == $"Exception of type '{error.GetType()}' was thrown." ? null : error.Message;

    public static string NameOf(Exception error) => error switch
    {
        ConfigException => "org.apache.kafka.common.config.ConfigException",
        ConnectException when error.GetType().Assembly == typeof(ConnectException).Assembly => $"org.apache.kafka.connect.errors.{error.GetType().Name}",
        NullReferenceException or ArgumentNullException => "java.lang.NullPointerException",
        ArgumentOutOfRangeException or IndexOutOfRangeException => "java.lang.IndexOutOfBoundsException",
        FormatException => "java.lang.NumberFormatException",
        ArgumentException => "java.lang.IllegalArgumentException",
        InvalidCastException => "java.lang.ClassCastException",
        InvalidOperationException => "java.lang.IllegalStateException",
        NotSupportedException => "java.lang.UnsupportedOperationException",
        ArithmeticException => "java.lang.ArithmeticException",
        _ => error.GetType().FullName ?? error.GetType().Name,
    };
}

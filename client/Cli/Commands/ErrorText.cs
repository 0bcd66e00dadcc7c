using System.Text.RegularExpressions;
using OrleansConnect.Client;

namespace OrleansConnect.Cli.Commands;

/// <summary>Errors as they are told: who, what, and what to do.</summary>
internal static partial class ErrorText
{
    private const string Prefix = "orleans-connect: ";

    // Kafka Connect's validation message ends with advice for users of its REST interface.
    private const string RestAdvice = "You can also find the above list of errors at the endpoint";

    public static void Write(Terminal terminal, ConnectClientException error, string? about = null) =>
        Write(terminal, (about is null ? "" : about + ": ") + Of(error));

    public static void Write(Terminal terminal, string message) => terminal.Note(Prefix + message);

    public static string Of(ConnectClientException error)
    {
        var message = Plain(error.Message);
        return error.Kind switch
        {
            ConnectErrorKind.NotFound when message.Contains("Create it", StringComparison.Ordinal) => message,
            ConnectErrorKind.NotFound => $"{message} See what is there with 'orleans-connect {CommandThatShows(message)}'.",
            ConnectErrorKind.AlreadyExists => $"{message} Change it with 'apply', or 'delete' it first.",
            ConnectErrorKind.Unavailable => $"{message} Try again in a moment.",
            ConnectErrorKind.Unreachable => $"{message} Start a worker, or name the gRPC address of one with --server or {GlobalOptions.ServerVariable}.",
            ConnectErrorKind.TimedOut => $"{message} Whether it took effect is not known: look with 'status', then try again.",
            _ => message,
        };
    }

    private static string CommandThatShows(string message) => message.Contains("plugin", StringComparison.Ordinal) ? "plugins"
        : message.Contains("dead letter", StringComparison.Ordinal) ? "dlq list"
        : message.Contains("task", StringComparison.Ordinal) ? "status" : "list";

    /// <summary>A worker's message without what is of no use here.</summary>
    public static string Plain(string text)
    {
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Where(line => !line.StartsWith(RestAdvice, StringComparison.Ordinal));
        var message = PluginDescription().Replace(string.Join("\n  ", lines), "${class}");
        return message.Length == 0 || char.IsPunctuation(message[^1]) ? message : message + ".";
    }

    // Kafka Connect describes each plugin it knows with six words, of which users need the first.
    [GeneratedRegex(@"PluginDesc\{klass=class (?<class>[^,]+),[^}]*\}")]
    private static partial Regex PluginDescription();
}

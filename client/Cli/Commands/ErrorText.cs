using OrleansConnect.Client;

namespace OrleansConnect.Cli.Commands;

/// <summary>Errors as they are told: who, what, and what to do.</summary>
internal static class ErrorText
{
    private const string Prefix = "orleans-connect: ";

    // Kafka Connect's validation message ends with advice for users of its REST interface.
    private const string RestAdvice = "You can also find the above list of errors at the endpoint";

    public static void Write(Terminal terminal, ConnectClientException error, string? about = null) =>
        Write(terminal, (about is null ? "" : about + ": ") + Of(error));

    public static void Write(Terminal terminal, string message) => terminal.Note(Prefix + message);

    public static string Of(ConnectClientException error)
    {
        var lines = error.Message.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Where(line => !line.StartsWith(RestAdvice, StringComparison.Ordinal));
        var message = string.Join("\n  ", lines);
        return error.Kind switch
        {
            ConnectErrorKind.Unreachable => $"{message} Start a worker, or name the gRPC address of one with --server or {GlobalOptions.ServerVariable}.",
            ConnectErrorKind.TimedOut => $"{message} Whether it took effect is not known: look with 'status', then try again.",
            _ => message,
        };
    }
}

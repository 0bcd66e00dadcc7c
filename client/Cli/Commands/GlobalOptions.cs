using System.CommandLine;
using OrleansConnect.Client;

namespace OrleansConnect.Cli.Commands;

/// <summary>The options that every command has.</summary>
internal sealed class GlobalOptions
{
    public const string ServerVariable = "ORLEANS_CONNECT_SERVER";

    private const string DefaultServer = "http://127.0.0.1:8084";

    private readonly Terminal _terminal;

    public GlobalOptions(Terminal terminal)
    {
        _terminal = terminal;
        Server.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && !IsAddress(result.Tokens[0].Value))
            {
                result.AddError(NotAnAddress($"'{result.Tokens[0].Value}'"));
            }
        });
        Arguments.Require<double>(ConnectTimeout, seconds => seconds is >= 0 and <= 86_400, "'--connect-timeout' is a number of seconds from 0 to 86400.");
    }

    public Option<string?> Server { get; } = new("--server", "-s")
    {
        HelpName = "ADDRESS",
        Description = $"gRPC address of a worker [variable: {ServerVariable}; default: {DefaultServer}]",
        Recursive = true,
    };

    public Option<bool> Json { get; } = new("--json") { Description = "Write JSON, for scripts", Recursive = true };

    public Option<bool> NoColor { get; } = new("--no-color") { Description = "No colours [variable: NO_COLOR]", Recursive = true };

    public Option<double> ConnectTimeout { get; } = new("--connect-timeout")
    {
        HelpName = "SECONDS",
        Description = "How long to try while no worker answers",
        Recursive = true,
        DefaultValueFactory = _ => 1,
    };

    public IEnumerable<Option> All => [Server, Json, NoColor, ConnectTimeout];

    public ConnectClientOptions ClientOptions(ParseResult parsed)
    {
        var connectTimeout = TimeSpan.FromSeconds(parsed.GetValue(ConnectTimeout));
        return new()
        {
            Address = Address(parsed.GetValue(Server)),
            RetryFor = connectTimeout,
            ConnectTimeout = connectTimeout > TimeSpan.FromSeconds(5) ? connectTimeout : TimeSpan.FromSeconds(5),
            TimeProvider = _terminal.Time,
        };
    }

    private Uri Address(string? option)
    {
        if (option is not null)
        {
            return new(option);
        }

        var variable = _terminal.Variable(ServerVariable);
        return string.IsNullOrWhiteSpace(variable) ? new(DefaultServer)
            : IsAddress(variable) ? new(variable)
            : throw new CommandException(ExitCode.Usage, NotAnAddress($"'{variable}' in {ServerVariable}"));
    }

    private static bool IsAddress(string text) => Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" && address.Host.Length > 0;

    private static string NotAnAddress(string what) => $"{what} is no address of a worker. Write http://HOST:PORT, for example {DefaultServer}.";
}

extern alias cli;

using cli::OrleansConnect.Cli;
using cli::OrleansConnect.Cli.Commands;

namespace OrleansConnect.Tests.Unit.Cli;

/// <summary>A command as it is run, with what it wrote.</summary>
internal sealed record CliRun(int ExitCode, string Output, string Error)
{
    /// <summary>Runs a command against an address where nobody listens.</summary>
    public static async Task<CliRun> OfAsync(params string[] arguments) => await OfAsync("", arguments);

    public static async Task<CliRun> OfAsync(string input, string[] arguments)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var terminal = new Terminal(new StringReader(input), output, error)
        {
            Variable = name => name == "ORLEANS_CONNECT_SERVER" ? "http://127.0.0.1:1" : null,
        };
        string[] quick = arguments[0].StartsWith('[') ? [] : ["--connect-timeout", "0"];
        var exitCode = await CommandTree.RunAsync([.. quick, .. arguments], terminal);
        return new(exitCode, output.ToString(), error.ToString());
    }
}

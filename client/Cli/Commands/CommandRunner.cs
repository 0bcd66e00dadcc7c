using System.CommandLine;
using OrleansConnect.Client;

namespace OrleansConnect.Cli.Commands;

/// <summary>The edge of every command: opens the client, and turns failures into a line and an exit code.</summary>
internal sealed class CommandRunner(Terminal terminal, GlobalOptions global)
{
    public Terminal Terminal => terminal;

    /// <summary>Makes a command do something with the cluster.</summary>
    public void Bind(Command command, Func<Session, ParseResult, CancellationToken, Task<int>> action) =>
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed, action, cancellationToken));

    /// <summary>Names of connectors for the shell's completion; none while no worker answers, or where an option before them is not right yet, which throws.</summary>
    public IEnumerable<string> CompleteNames(ParseResult parsed)
    {
        try
        {
            using var client = new ConnectClient(global.ClientOptions(parsed) with { RetryFor = TimeSpan.Zero, Timeout = TimeSpan.FromSeconds(2), ConnectTimeout = TimeSpan.FromSeconds(1) });
            // Completions are asked for synchronously, in a process that does nothing else.
            return client.ListConnectorsAsync().GetAwaiter().GetResult().Select(connector => connector.Name).ToList();
        }
        catch (Exception e) when (e is ConnectClientException or CommandException or InvalidOperationException)
        {
            return [];
        }
    }

    private async Task<int> RunAsync(ParseResult parsed, Func<Session, ParseResult, CancellationToken, Task<int>> action, CancellationToken cancellationToken)
    {
        try
        {
            if (parsed.GetValue(global.NoColor))
            {
                terminal.HasColors = false;
            }

            using var client = new ConnectClient(global.ClientOptions(parsed));
            return await action(new(client, terminal, parsed.GetValue(global.Json)), parsed, cancellationToken);
        }
        catch (ConnectClientException e)
        {
            ErrorText.Write(terminal, e);
            return ExitCode.Of(e.Kind);
        }
        catch (CommandException e)
        {
            ErrorText.Write(terminal, e.Message);
            return e.ExitCode;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return ExitCode.Interrupted;
        }
    }
}

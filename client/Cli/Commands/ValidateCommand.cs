using System.CommandLine;
using OrleansConnect.Cli.Files;
using OrleansConnect.Cli.Rendering;
using OrleansConnect.Client;

namespace OrleansConnect.Cli.Commands;

/// <summary>Finds everything that is wrong with connector files.</summary>
internal static class ValidateCommand
{
    public static Command Create(CommandRunner runner)
    {
        var files = Arguments.Files("Connector files, and folders of them; - reads standard input");
        var command = new Command("validate", "Find everything that is wrong with connector files; creates nothing") { files };
        runner.Bind(command, async (session, parsed, cancellationToken) =>
        {
            var connectors = await new ConnectorFiles(session.Terminal).ReadAsync(parsed.GetRequiredValue(files), cancellationToken);
            return await RunAsync(session, connectors, cancellationToken);
        });
        return command;
    }

    private static async Task<int> RunAsync(Session session, IReadOnlyList<ConnectorFile> connectors, CancellationToken cancellationToken)
    {
        var results = new List<ValidationJson>();
        foreach (var connector in connectors)
        {
            var result = await ValidateAsync(session.Client, connector, cancellationToken);
            results.Add(result);
            if (!session.IsJson)
            {
                Write(session.Terminal, result);
            }
        }

        if (session.IsJson)
        {
            session.WriteJson<IReadOnlyList<ValidationJson>>(results);
        }

        return results.Any(result => result.ErrorCount > 0) ? ExitCode.Invalid : ExitCode.Ok;
    }

    private static async Task<ValidationJson> ValidateAsync(ConnectClient client, ConnectorFile connector, CancellationToken cancellationToken)
    {
        try
        {
            return ValidationJson.Of(connector.Path, connector.Name, await Validation.OfAsync(client, connector, cancellationToken));
        }
        catch (ConnectClientException e) when (e.Kind == ConnectErrorKind.Invalid)
        {
            // Without a connector class that the worker knows there are no settings to go through.
            return new(connector.Path, connector.Name, 1, [new("connector.class", connector.Config.GetValueOrDefault("connector.class"), [ErrorText.Plain(e.Message)])]);
        }
    }

    private static void Write(Terminal terminal, ValidationJson result)
    {
        if (result.ErrorCount == 0)
        {
            terminal.WriteLine($"{result.File}: '{result.Name}' is valid.");
            return;
        }

        terminal.WriteLine($"{result.File}: '{result.Name}' has {Figures.Of(result.ErrorCount, "error")}:");
        foreach (var error in result.Errors)
        {
            foreach (var message in error.Messages)
            {
                terminal.WriteLine($"  {error.Key}: {message}");
            }
        }
    }
}

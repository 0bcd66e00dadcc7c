using OrleansConnect.Cli.Files;
using OrleansConnect.Client;

namespace OrleansConnect.Cli.Commands;

/// <summary>Has the worker look at configurations before anything is done.</summary>
internal static class Validation
{
    public static async Task<ConfigValidation> OfAsync(ConnectClient client, ConnectorFile connector, CancellationToken cancellationToken)
    {
        var named = new Dictionary<string, string>(connector.Config) { ["name"] = connector.Name };
        return await client.ValidateConfigAsync(named, cancellationToken);
    }

    /// <summary>Refuses all if one is not valid, with every error of each.</summary>
    public static async Task RequireAsync(ConnectClient client, IEnumerable<ConnectorFile> connectors, CancellationToken cancellationToken)
    {
        var errors = new List<string>();
        foreach (var connector in connectors)
        {
            try
            {
                errors.AddRange(Errors(connector, await OfAsync(client, connector, cancellationToken)));
            }
            catch (ConnectClientException e) when (e.Kind == ConnectErrorKind.Invalid)
            {
                errors.Add($"{connector.Name} ({connector.Path}): {ErrorText.Of(e)}");
            }
        }

        if (errors.Count > 0)
        {
            throw new CommandException(ExitCode.Invalid, "Nothing was changed, not every configuration is valid:\n  " + string.Join("\n  ", errors));
        }
    }

    /// <summary>A line for each error: which connector, file and setting, and what is wrong.</summary>
    public static IEnumerable<string> Errors(ConnectorFile connector, ConfigValidation validation) =>
        from setting in validation.Settings
        from message in Messages(setting)
        select $"{connector.Name} ({connector.Path}): {setting.Name}: {message}";

    /// <summary>What is wrong with a setting, each with what to do about it.</summary>
    public static IReadOnlyList<string> Messages(ValidatedSetting setting) =>
        [.. setting.Errors.Select((error, i) => ErrorText.Plain(error) + (setting.Hints.ElementAtOrDefault(i) is { Length: > 0 } hint ? " " + hint : ""))];
}

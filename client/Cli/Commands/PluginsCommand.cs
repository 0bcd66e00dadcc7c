using System.CommandLine;
using OrleansConnect.Cli.Rendering;
using OrleansConnect.Client;
using Spectre.Console;

namespace OrleansConnect.Cli.Commands;

/// <summary>The plugins of a worker, or the settings of one.</summary>
internal static class PluginsCommand
{
    public static Command Create(CommandRunner runner)
    {
        var plugin = new Argument<string?>("PLUGIN") { Arity = ArgumentArity.ZeroOrOne, Description = "Show this plugin's settings: its class name or an alias" };
        var version = new Option<string?>("--plugin-version") { HelpName = "VERSION", Description = "Which of its versions, if the worker has several" };
        var connectorsOnly = new Option<bool>("--connectors") { Description = "Leave converters, transformations and predicates out" };
        var command = new Command("plugins", "Show the worker's plugins, or the settings of one") { plugin, version, connectorsOnly };
        runner.Bind(command, (session, parsed, cancellationToken) => parsed.GetValue(plugin) is { } name
            ? DescribeAsync(session, name, parsed.GetValue(version), cancellationToken)
            : ListAsync(session, parsed.GetValue(connectorsOnly), cancellationToken));
        return command;
    }

    private static async Task<int> ListAsync(Session session, bool connectorsOnly, CancellationToken cancellationToken)
    {
        var plugins = await session.Client.ListPluginsAsync(connectorsOnly, cancellationToken);
        if (session.IsJson)
        {
            session.WriteJson(plugins);
            return ExitCode.Ok;
        }

        var table = Tables.Create("CLASS", "TYPE", "VERSION", "LOCATION");
        foreach (var plugin in plugins)
        {
            table.AddRow(Printable.Cell(plugin.ClassName), Printable.Cell(plugin.Type), Printable.Cell(plugin.Version ?? Figures.Unknown), Printable.Cell(plugin.Location));
        }

        session.Terminal.Write(table);
        return ExitCode.Ok;
    }

    private static async Task<int> DescribeAsync(Session session, string name, string? version, CancellationToken cancellationToken)
    {
        var settings = await session.Client.GetPluginConfigAsync(name, version, cancellationToken);
        if (session.IsJson)
        {
            session.WriteJson(settings);
            return ExitCode.Ok;
        }

        var table = Tables.Create("SETTING", "TYPE", "DEFAULT", "WHAT IT DOES");
        foreach (var setting in settings)
        {
            table.AddRow(
                Printable.Cell(setting.Name), Printable.Cell(setting.Type.ToLowerInvariant()), Printable.Cell(Default(setting), setting.Required ? new Style(Color.Yellow) : Style.Plain), new Text(setting.Documentation));
        }

        session.Terminal.Write(table);
        return ExitCode.Ok;
    }

    private static string Default(SettingDefinition setting) => setting.Required ? "required" : setting.DefaultValue is { Length: > 0 } value ? value : Figures.Unknown;
}

namespace OrleansConnect.Cli.Files;

/// <summary>Finds and reads connector files: all of them or none, with every error at once.</summary>
internal sealed class ConnectorFiles(Terminal terminal, string? nameOfAll = null)
{
    public const string StandardInput = "-";

    private static readonly string[] Endings = [".json", ".properties"];

    /// <summary>Reads files and the connector files that lie in folders. Other settings files in a folder, such as a worker's, are passed over and named.</summary>
    public async Task<IReadOnlyList<ConnectorFile>> ReadAsync(IEnumerable<string> paths, CancellationToken cancellationToken)
    {
        var (connectors, errors) = (new List<ConnectorFile>(), new List<CommandException>());
        foreach (var (path, isFromFolder) in Expand(paths))
        {
            try
            {
                var settings = await SettingsAsync(path, cancellationToken);
                if (isFromFolder && !settings.Config.ContainsKey("connector.class") && !settings.Config.ContainsKey("name"))
                {
                    terminal.Note($"{path}: passed over, it has neither 'name' nor 'connector.class'.");
                    continue;
                }

                connectors.Add(Checked(path, settings));
            }
            catch (CommandException e)
            {
                errors.Add(e);
            }
        }

        errors.AddRange(connectors.GroupBy(connector => connector.Name).Where(group => group.Count() > 1).Select(Duplicate));
        return errors.Count == 0
            ? connectors
            : throw new CommandException(errors[0].ExitCode, string.Join('\n', errors.Select(error => error.Message)), errors[0]);
    }

    public static CommandException Unreadable(string path, Exception cause) => File.Exists(path) || Directory.Exists(path)
        ? new(ExitCode.Failed, $"The file '{path}' cannot be read: {cause.Message}", cause)
        : new(ExitCode.NotFound, $"There is no file '{path}'.", cause);

    private static IEnumerable<(string Path, bool IsFromFolder)> Expand(IEnumerable<string> paths)
    {
        foreach (var path in paths)
        {
            if (!Directory.Exists(path))
            {
                yield return (path, false);
                continue;
            }

            var found = Directory.EnumerateFiles(path).Where(file => Endings.Contains(Path.GetExtension(file).ToLowerInvariant())).Order(StringComparer.Ordinal).ToList();
            if (found.Count == 0)
            {
                throw new CommandException(ExitCode.NotFound, $"The folder '{path}' has no .json and no .properties file. Name another one, or files.");
            }

            foreach (var file in found)
            {
                yield return (file, true);
            }
        }
    }

    private async Task<FileSettings> SettingsAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            if (path == StandardInput)
            {
                return Parse("standard input", System.Text.Encoding.UTF8.GetBytes(await terminal.Input.ReadToEndAsync(cancellationToken)));
            }

            // Once, and whole: a pipe has its content only once.
            return Parse(path, await File.ReadAllBytesAsync(path, cancellationToken));
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(path, cause);
        }
        catch (FormatException cause)
        {
            throw new CommandException(ExitCode.Invalid, $"The file '{path}' is no properties file: {cause.Message}", cause);
        }
    }

    private static FileSettings Parse(string source, byte[] text) => ConnectorJson.Is(source, text)
        ? ConnectorJson.Parse(source, text)
        : FromProperties(source, Runtime.Configuration.PropertiesFile.Parse(text));

    private static FileSettings FromProperties(string path, IReadOnlyDictionary<string, string> settings) => settings.Count > 0
        ? new(settings, null)
        : throw new CommandException(ExitCode.Invalid, $"The file '{path}' has no settings. Write at least 'name' and 'connector.class'.");

    private ConnectorFile Checked(string path, FileSettings settings)
    {
        var name = nameOfAll ?? settings.Config.GetValueOrDefault("name");
        if (string.IsNullOrWhiteSpace(name))
        {
            throw new CommandException(ExitCode.Invalid, $"The connector of '{path}' has no 'name'. Add one.");
        }

        var masked = settings.Config.FirstOrDefault(setting => setting.Value == Secrets.Hidden).Key;
        return masked is null
            ? new(path, name, new Dictionary<string, string>(settings.Config) { ["name"] = name }, settings.InitialState)
            : throw new CommandException(ExitCode.Invalid, $"The connector '{name}' of '{path}' has '{Secrets.Hidden}' for '{masked}', which stands for a secret that was not shown. Put the secret there.");
    }

    private static CommandException Duplicate(IGrouping<string, ConnectorFile> group) => new(
        ExitCode.Invalid, $"The name '{group.Key}' is in more than one file: {string.Join(", ", group.Select(connector => $"'{connector.Path}'"))}. Change one of them.");
}

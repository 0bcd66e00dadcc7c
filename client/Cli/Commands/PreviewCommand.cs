using System.CommandLine;
using System.Text;
using System.Text.Unicode;
using OrleansConnect.Cli.Files;
using OrleansConnect.Cli.Previews;
using OrleansConnect.Client;

namespace OrleansConnect.Cli.Commands;

/// <summary>Runs sample records through a connector's converters and transformations.</summary>
internal static class PreviewCommand
{
    public static Command Create(CommandRunner runner)
    {
        var config = new Argument<string>("CONFIG") { Description = "A connector file" };
        var records = new Argument<string>("RECORDS") { Description = "Sample records, a JSON object a line, with topic, key, value and more; - reads standard input" };
        var kind = new Option<string?>("--kind") { HelpName = "KIND", Description = "source or sink; otherwise what the connector file tells, and sink where it has no connector.class" };
        kind.CompletionSources.Add("source", "sink");
        kind.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && result.Tokens[0].Value is not ("source" or "sink"))
            {
                result.AddError("'--kind' is source or sink.");
            }
        });
        var trace = new Option<bool>("--trace") { Description = "Show what every transformation changes" };
        var command = new Command("preview", "Run sample records through a connector's converters and transformations; starts nothing") { config, records, kind, trace };
        runner.Bind(command, async (session, parsed, cancellationToken) =>
        {
            var connector = (await new ConnectorFiles(session.Terminal, "preview").ReadAsync([parsed.GetRequiredValue(config)], cancellationToken))[0];
            var samples = await ReadAsync(session.Terminal, parsed.GetRequiredValue(records), cancellationToken);
            var way = KindOf(parsed.GetValue(kind), connector.Config);
            return Write(session, samples, await session.Client.PreviewAsync(way, connector.Config, samples, parsed.GetValue(trace), cancellationToken));
        });
        return command;
    }

    private static int Write(Session session, IReadOnlyList<PreviewRecord> samples, IReadOnlyList<PreviewResult> results)
    {
        if (session.IsJson)
        {
            session.WriteJson<IReadOnlyList<PreviewJson>>([.. results.Select(PreviewJson.Of)]);
        }
        else
        {
            session.Terminal.Write(PreviewText.Of(samples, results));
        }

        return results.Any(result => result.Error is not null) ? ExitCode.Invalid : ExitCode.Ok;
    }

    private static ConnectorKind KindOf(string? option, IReadOnlyDictionary<string, string> config)
    {
        if (option is not null)
        {
            return option == "sink" ? ConnectorKind.Sink : ConnectorKind.Source;
        }

        var name = config.GetValueOrDefault("connector.class") ?? "";
        return config.ContainsKey("topics") || config.ContainsKey("topics.regex") || name.Contains("Sink", StringComparison.Ordinal) ? ConnectorKind.Sink
            : name.Contains("Source", StringComparison.Ordinal) ? ConnectorKind.Source
            : name.Length == 0 ? ConnectorKind.Sink
            : throw new CommandException(ExitCode.Usage, "Whether the connector is a source or a sink cannot be told from its file. Add --kind source or --kind sink.");
    }

    private static async Task<IReadOnlyList<PreviewRecord>> ReadAsync(Terminal terminal, string path, CancellationToken cancellationToken)
    {
        try
        {
            var text = path == ConnectorFiles.StandardInput ? await terminal.Input.ReadToEndAsync(cancellationToken) : TextOf(path, await File.ReadAllBytesAsync(path, cancellationToken));
            var lines = text.Split('\n').Select((line, index) => (Text: line.Trim(), Number: index + 1)).Where(line => line.Text.Length > 0);
            return [.. lines.Select(line => PreviewLine.Parse(path, line.Number, line.Text))];
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw ConnectorFiles.Unreadable(path, cause);
        }
    }

    // Replacement characters instead of what is no text would be other records than those in the file.
    private static string TextOf(string path, byte[] bytes)
    {
        var known = bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? bytes.AsSpan(Encoding.UTF8.Preamble.Length) : bytes;
        var number = 0;
        foreach (var line in MemoryExtensions.Split<byte>(known, (byte)'\n'))
        {
            number++;
            if (!Utf8.IsValid(known[line]))
            {
                throw new CommandException(
                    ExitCode.Invalid, $"Line {number} of '{path}' is not in UTF-8. Write bytes that are no text as base64, for example {{\"value_base64\": \"/w==\"}}.");
            }
        }

        return Encoding.UTF8.GetString(known);
    }
}

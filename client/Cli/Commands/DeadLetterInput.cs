using System.CommandLine;
using System.Text;
using OrleansConnect.Cli.DeadLetters;
using OrleansConnect.Cli.Files;
using OrleansConnect.Client;

namespace OrleansConnect.Cli.Commands;

/// <summary>What the options of a replay say: the letters, their changes, the settings.</summary>
internal sealed class DeadLetterInput(Session session, ParseResult parsed, DeadLetterOptions options)
{
    /// <summary>The editor of <c>--edit</c>.</summary>
    public LetterEditor Editor { get; } = new(session.Terminal);

    /// <summary>The replay that is asked for.</summary>
    public async Task<DeadLetterReplay> ReplayAsync(string connector, CancellationToken cancellationToken)
    {
        var ids = await IdsAsync(connector, cancellationToken);
        return new DeadLetterReplay(ids)
        {
            Target = options.Target(parsed),
            Topic = parsed.GetValue(options.Topic),
            Config = await ConfigAsync(cancellationToken),
            Edit = ids.Count == 1 ? await EditAsync(connector, ids[0], cancellationToken) : null,
            Again = parsed.GetValue(options.Again),
        };
    }

    // The letters that are named, or those of the groups that were not replayed yet.
    private async Task<IReadOnlyList<string>> IdsAsync(string connector, CancellationToken cancellationToken)
    {
        if (parsed.GetValue(options.Ids) is { Length: > 0 } ids)
        {
            return [.. ids.Distinct()];
        }

        var list = await session.Client.DeadLetters.ListAsync(connector, parsed.GetValue(options.CountOption), cancellationToken: cancellationToken);
        var wanted = parsed.GetValue(options.Group) ?? [];
        if (wanted.FirstOrDefault(id => list.Groups.All(group => group.Id != id)) is { } unknown)
        {
            throw new CommandException(ExitCode.NotFound, $"'{connector}' has no dead letters of group '{unknown}'. See which there are with 'orleans-connect dlq list {connector}'.");
        }

        var again = parsed.GetValue(options.Again);
        return [.. list.Groups.Where(group => wanted.Length == 0 || wanted.Contains(group.Id)).SelectMany(group => group.Letters)
            .Where(letter => letter.Mark is null || (again && !letter.Mark.IsReplayed)).Select(letter => letter.Id)];
    }

    // The settings for this replay only, of files and as given.
    private async Task<IReadOnlyDictionary<string, string?>> ConfigAsync(CancellationToken cancellationToken)
    {
        var config = new Dictionary<string, string?>();
        foreach (var given in parsed.GetValue(options.Config) ?? [])
        {
            var at = given.IndexOf('=', StringComparison.Ordinal);
            if (at > 0)
            {
                config[given[..at]] = given[(at + 1)..];
                continue;
            }

            var file = (await new ConnectorFiles(session.Terminal, "replay").ReadAsync([given], cancellationToken))[0];
            foreach (var (key, value) in file.Config.Where(setting => setting.Key is not ("name" or "connector.class")))
            {
                config[key] = value;
            }
        }

        return config;
    }

    // The changes of the letter; null for none.
    private async Task<DeadLetterEdit?> EditAsync(string connector, string id, CancellationToken cancellationToken)
    {
        var headers = parsed.GetValue(options.Header) ?? [];
        var edit = parsed.GetValue(options.Edit) || headers.Length > 0 ? await ChangedAsync(connector, id, headers, cancellationToken) : new();
        edit = edit with { Key = Key ?? edit.Key, Value = await ValueAsync(cancellationToken) ?? edit.Value };
        return edit == new DeadLetterEdit() ? null : edit;
    }

    private DeadLetterBytes? Key => parsed.GetValue(options.Key) is { } text ? new(Encoding.UTF8.GetBytes(text)) : null;

    // Headers are changed as a whole, and so have to be known.
    private async Task<DeadLetterEdit> ChangedAsync(string connector, string id, string[] headers, CancellationToken cancellationToken)
    {
        var letter = await session.Client.DeadLetters.GetAsync(connector, id, cancellationToken);
        var edit = (parsed.GetValue(options.Edit) ? await Editor.EditAsync(letter, cancellationToken) : null) ?? new();
        return headers.Length == 0 ? edit : edit with { Headers = With(edit.Headers ?? [.. letter.Headers.Select(header => new PreviewHeader(header.Key, header.Value.Bytes))], headers) };
    }

    private async Task<DeadLetterBytes?> ValueAsync(CancellationToken cancellationToken) =>
        parsed.GetValue(options.SetValue) is { } path ? new(await ReadAsync(path, cancellationToken))
        : parsed.GetValue(options.Value) is { } text ? new(Encoding.UTF8.GetBytes(text))
        : null;

    private static List<PreviewHeader> With(IReadOnlyList<PreviewHeader> headers, string[] changes)
    {
        var changed = headers.ToList();
        foreach (var change in changes)
        {
            var at = change.IndexOf('=', StringComparison.Ordinal);
            changed.RemoveAll(header => header.Key == change[..at]);
            changed.Add(new(change[..at], Encoding.UTF8.GetBytes(change[(at + 1)..])));
        }

        return changed;
    }

    private async Task<byte[]> ReadAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return path == ConnectorFiles.StandardInput
                ? Encoding.UTF8.GetBytes(await session.Terminal.Input.ReadToEndAsync(cancellationToken))
                : await File.ReadAllBytesAsync(path, cancellationToken);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw ConnectorFiles.Unreadable(path, cause);
        }
    }
}

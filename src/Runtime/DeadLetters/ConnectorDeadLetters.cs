using Microsoft.Extensions.Logging;
using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Grains;
using OrleansConnect.Runtime.Configuration;
using OrleansConnect.Runtime.Connectors;
using OrleansConnect.Runtime.Offsets;
using OrleansConnect.Runtime.Pipeline;
using OrleansConnect.Runtime.Preview;
using OrleansConnect.Runtime.Tasks;
using OrleansConnect.Runtime.Validation;

namespace OrleansConnect.Runtime.DeadLetters;

/// <summary>Lists, shows and replays the dead letters of connectors, in the worker that is asked. Refusals are <see cref="ConnectRequestException"/>s, and nothing was replayed then.</summary>
public sealed class ConnectorDeadLetters
{
    /// <summary>How many letters are looked at unless another number is given.</summary>
    public const int ListedDefault = 10_000;

    /// <summary>The most letters that are looked at.</summary>
    public const int ListedMax = 100_000;

    // A little less than clients wait for an answer.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(85);

    private readonly IGrainFactory _grains;
    private readonly TaskServices _services;
    private readonly ConnectorValidator _validator;
    private readonly ConnectorPreview _preview;
    private readonly ConnectorStarter _starter;

    /// <param name="grains">Where connectors are found.</param>
    /// <param name="services">What tasks are made of.</param>
    /// <param name="validator">Looks at configurations that are only for a replay.</param>
    /// <param name="preview">Runs records through converters and transformations.</param>
    public ConnectorDeadLetters(IGrainFactory grains, TaskServices services, ConnectorValidator validator, ConnectorPreview preview)
    {
        ArgumentNullException.ThrowIfNull(services);
        (_grains, _services, _validator, _preview) = (grains, services, validator, preview);
        _starter = new(services.Plugins, services.Variables, services.Offsets, services.Time, services.Logs.CreateLogger<ConnectorStarter>());
    }

    /// <summary>The newest dead letters of a connector, by cause.</summary>
    /// <param name="connector">Its name.</param>
    /// <param name="countMax">How many letters of the queue to look at.</param>
    /// <param name="withOthers">Whether letters of other connectors that are in the same queue are wanted too.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<DeadLetterList> ListAsync(string connector, int countMax, bool withOthers, CancellationToken cancellationToken) => AskAsync(connector, async (queue, token) =>
    {
        if (countMax is < 1 or > ListedMax)
        {
            throw ConnectRequestException.Invalid($"{countMax} dead letters cannot be listed. Ask for 1 to {ListedMax}.");
        }

        if (queue.Description is null)
        {
            return new(queue.Topic, false, [], 0, 0);
        }

        var marks = await queue.MarksAsync(token);
        var (letters, older) = await new LetterReader(queue).NewestAsync(countMax, token);
        var (groups, others) = (new LetterGroups(queue.Mask.Hide), 0);
        await foreach (var letter in letters)
        {
            if (withOthers || IsOf(connector, letter))
            {
                groups.Add(letter, marks.Find(letter));
            }
            else
            {
                others++;
            }
        }

        return new DeadLetterList(queue.Topic, true, groups.ToList(), older, others);
    }, cancellationToken);

    /// <summary>One dead letter of a connector's queue, decoded as far as its converters go.</summary>
    public Task<LetterDetails> GetAsync(string connector, LetterId id, CancellationToken cancellationToken) => AskAsync(connector, async (queue, token) =>
    {
        var letters = await new LetterReader(queue).FindAsync(new HashSet<LetterId> { id }, token);
        var mark = (await queue.MarksAsync(token)).Find(letters[0]);
        return await PluginThread.RunAsync(() => ValueTask.FromResult(Describe(queue, letters[0], mark)), token);
    }, cancellationToken);

    /// <summary>Replays dead letters, or tells what would become of them; what was replayed is marked, and not replayed twice.</summary>
    /// <returns>What became of each letter, in the order of the queue.</returns>
    public Task<IReadOnlyList<ReplayedLetter>> ReplayAsync(string connector, ReplayRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        return AskAsync(connector, async (queue, token) =>
        {
            ReplayRules.Require(request, queue.Connector.Kind);
            var config = await ConfigAsync(queue.Connector, request, token);
            var letters = await new LetterReader(queue).FindAsync(request.Letters.ToHashSet(), token);
            if (letters.FirstOrDefault(letter => !IsOf(connector, letter)) is { } foreign)
            {
                throw ConnectRequestException.Invalid($"Dead letter {foreign.Id} is one of connector '{foreign.Connector}', not of '{connector}'. Replay it with that name.");
            }

            return await ReplayAsync(queue, request, config, [.. letters.Select(letter => ReplayItem.Of(letter, request.Edit))], token);
        }, cancellationToken);
    }

    private async Task<IReadOnlyList<ReplayedLetter>> ReplayAsync(
        OpenedQueue queue, ReplayRequest request, IReadOnlyDictionary<string, string?> config, IReadOnlyList<ReplayItem> items, CancellationToken cancellationToken)
    {
        var isSource = queue.Connector.Kind == ConnectorKind.Source;
        if (request.IsPreview || (!isSource && request.Target == ReplayTarget.Connector))
        {
            return await TryOrGiveAsync(queue, request, config, items, cancellationToken);
        }

        var replay = new TopicReplay(queue, request, _services.Time);
        if (!isSource)
        {
            return await replay.RunAsync([.. items.Select(item => (item, new PreviewOutcome { Record = item.Record }))], cancellationToken);
        }

        var sent = new PreviewRequest(ConnectorKind.Source, config, [.. items.Select(item => item.Record)], IsTraced: false) { AreDeadLetters = true };
        var (results, mask) = await _preview.ConvertAsync(sent, cancellationToken);
        return await replay.RunAsync(
            [.. items.Zip(results, (item, result) => (item, result.Outcome.Error is null ? result.Outcome : PreviewMask.Hide(result.Outcome, mask)))], cancellationToken);
    }

    private async Task<IReadOnlyList<ReplayedLetter>> TryOrGiveAsync(
        OpenedQueue queue, ReplayRequest request, IReadOnlyDictionary<string, string?> config, IReadOnlyList<ReplayItem> items, CancellationToken cancellationToken)
    {
        var found = await _services.Variables.ResolveVariablesAsync(config, cancellationToken);
        var mask = new SecretMask(config, found);
        var task = new SinkReplayTask(_services, _starter, queue.Name, config, mask.Hide);
        return request.IsPreview
            ? await new ReplayPreview(queue, request, _preview, task.StartAsync, _services.Time).RunAsync(config, items, cancellationToken)
            : await new SinkReplay(queue, request, new SinkLetters(_services, found, mask.Hide), task.StartAsync, mask.Hide, _services.Time).RunAsync(items, cancellationToken);
    }

    private async Task<IReadOnlyDictionary<string, string?>> ConfigAsync(ConnectorInfo connector, ReplayRequest request, CancellationToken cancellationToken)
    {
        if (request.Config.Count == 0)
        {
            return connector.Config;
        }

        var config = ConnectorSettings.Patched(connector.Config, request.Config);
        await _validator.RequireValidAsync(config, cancellationToken);
        return config;
    }

    private LetterDetails Describe(OpenedQueue queue, Letter letter, LetterMark? mark)
    {
        var owned = new List<IDisposable>();
        try
        {
            var factory = new PipelineFactory(_services.Plugins, _services.Worker.Settings, queue.Config, owned.Add);
            return new LetterText(
                () => (queue.Connector.Kind == ConnectorKind.Source ? factory.DeadLetterConverters() : factory.Converters(), factory.PlainConverters()), queue.Mask.Hide).Of(letter, mark);
        }
        finally
        {
            owned.ForEach(plugin => plugin.Dispose());
        }
    }

    // What plugins and settings say may quote a value that a variable stands for.
    private static async Task<T> MaskedAsync<T>(OpenedQueue queue, Func<Task<T>> ask)
    {
        try
        {
            return await ask();
        }
        catch (ConfigException error)
        {
            throw ConnectRequestException.Invalid(queue.Mask.Hide(error.Message));
        }
    }

    private static bool IsOf(string connector, Letter letter) => letter.Connector is null || letter.Connector == connector;

    private async Task<T> AskAsync<T>(string connector, Func<OpenedQueue, CancellationToken, Task<T>> ask, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(connector))
        {
            throw ConnectRequestException.NotFound($"Connector {connector} not found");
        }

        var left = new RequestLimit(_services.Time, Limit);
        using var limit = new CancellationTokenSource(Limit, _services.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            var info = await _grains.GetGrain<IConnectorGrain>(connector).GetInfo(either.Token);
            return await SinkGroup.AskAsync(async () =>
            {
                using var queue = await OpenedQueue.OpenAsync(_services, info, left, either.Token);
                return await MaskedAsync(queue, () => ask(queue, either.Token));
            });
        }
        catch (OperationCanceledException cause) when (limit.IsCancellationRequested)
        {
            throw new ConnectRequestException(
                RequestErrorKind.TimedOut, $"Kafka or the connector's plugins did not answer within {Limit.TotalSeconds:F0} s. Try again with fewer letters; what was replayed is marked.", cause);
        }
    }
}

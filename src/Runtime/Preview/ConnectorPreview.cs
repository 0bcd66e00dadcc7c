using System.Text;
using OrleansConnect.Abstractions.Configuration;
using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Grains;
using OrleansConnect.Runtime.Configuration;
using OrleansConnect.Runtime.Connectors;
using OrleansConnect.Runtime.Pipeline;
using OrleansConnect.Runtime.Plugins;
using OrleansConnect.Runtime.Validation;

namespace OrleansConnect.Runtime.Preview;

/// <summary>Tries a connector's converters and transformations on records. Starts no connector and writes nothing.</summary>
public sealed class ConnectorPreview(PluginRegistry plugins, ConnectorValidator validator, WorkerConfig worker, TimeProvider time)
{
    /// <summary>What becomes of each record, in order. A configuration that is not valid is a <see cref="ConnectRequestException"/>.</summary>
    public async Task<IReadOnlyList<PreviewResult>> RunAsync(PreviewRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var (results, mask) = await ConvertAsync(request, cancellationToken);
        return mask.IsEmpty ? results : [.. results.Select(result => PreviewMask.Hide(result, mask))];
    }

    /// <summary>The same for records that are to be written: with what variables stand for, and what hides that from people.</summary>
    internal async Task<(IReadOnlyList<PreviewResult> Results, SecretMask Mask)> ConvertAsync(PreviewRequest request, CancellationToken cancellationToken)
    {
        if (request.Kind == ConnectorKind.Unknown)
        {
            throw ConnectRequestException.Invalid("The request does not say which way records go. Set 'kind' to source or sink.");
        }

        RequireWithinLimits(request.Records);
        var config = await ResolveAsync(request.Config, cancellationToken);
        var mask = new SecretMask(request.Config, config);
        var results = await LimitAsync(cancel => PluginThread.RunAsync(() => ValueTask.FromResult(Run(request, config.Settings, mask, cancel)), cancel), cancellationToken);
        return (results, mask);
    }

    // Where Kafka Connect has no word to say, a variable that cannot be resolved is a mistake in the request like others.
    private async Task<ResolvedConfig> ResolveAsync(IReadOnlyDictionary<string, string?> config, CancellationToken cancellationToken)
    {
        try
        {
            return await validator.RequireValidPipelineAsync(config, cancellationToken);
        }
        catch (ConnectRequestException error) when (error.Kind == RequestErrorKind.Unresolved)
        {
            throw new ConnectRequestException(RequestErrorKind.Invalid, error.Message, error);
        }
    }

    // A plugin that does not return keeps its thread; whoever asked is told.
    private async Task<PreviewResult[]> LimitAsync(Func<CancellationToken, Task<PreviewResult[]>> run, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(validator.TimeLimit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await run(either.Token);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            throw new ConnectRequestException(
                RequestErrorKind.TimedOut,
                $"The preview took longer than {validator.TimeLimit.TotalSeconds:F0} s. Send fewer records, or look for a converter, transformation or predicate that does not return.");
        }
    }

    private static void RequireWithinLimits(IReadOnlyList<PreviewRecord> records)
    {
        var bytes = records.Sum(record => BytesOf(record.Topic) + (record.Key?.Length ?? 0) + (record.Value?.Length ?? 0)
            + record.Headers.Sum(header => BytesOf(header.Key) + (header.Value?.Length ?? 0)));
        if (records.Count > PreviewRequest.RecordsMax || bytes > PreviewRequest.BytesMax)
        {
            throw new ConnectRequestException(
                RequestErrorKind.TooLarge, $"A preview takes at most {PreviewRequest.RecordsMax} records and {PreviewRequest.BytesMax} bytes. Send fewer records.");
        }
    }

    private static long BytesOf(string text) => Encoding.UTF8.GetByteCount(text);

    private PreviewResult[] Run(
        PreviewRequest request, IReadOnlyDictionary<string, string?> config, SecretMask mask, CancellationToken cancellationToken)
    {
        var owned = new List<IDisposable>();
        try
        {
            var preview = Make(request, config, mask, owned);
            var results = new PreviewResult[request.Records.Count];
            for (var at = 0; at < results.Length; at++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                results[at] = preview.Run(request.Records[at], cancellationToken);
            }

            return results;
        }
        finally
        {
            owned.ForEach(Dispose);
        }
    }

    private RecordPreview Make(
        PreviewRequest request, IReadOnlyDictionary<string, string?> config, SecretMask mask, List<IDisposable> owned)
    {
        var factory = new PipelineFactory(plugins, worker.Settings, config, owned.Add);
        try
        {
            var converters = factory.Converters();
            return new RecordPreview(converters, factory.Steps(), request) { Readers = request.AreDeadLetters ? factory.DeadLetterConverters() : converters };
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            // The plugin's own code: whatever it throws is about its settings.
            var told = error is ConnectException ? error.Message : $"{error.GetType().Name}: {error.Message}";
            throw ConnectRequestException.Invalid(mask.Hide($"'{factory.Making}' cannot be configured: {told}"));
        }
    }

    // The answer is there: a plugin that fails to let go of something does not change it.
    private static void Dispose(IDisposable plugin)
    {
        try
        {
            plugin.Dispose();
        }
        catch (Exception)
        {
            return;
        }
    }
}

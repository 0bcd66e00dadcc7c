using OrleansConnect.Abstractions.Configuration;
using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Grains;
using OrleansConnect.Runtime.Connectors;
using OrleansConnect.Runtime.Pipeline;
using OrleansConnect.Runtime.Preview;
using OrleansConnect.Runtime.Tasks;

namespace OrleansConnect.Runtime.DeadLetters;

/// <summary>Runs letters through a sink's converters and transformations, up to what its task is given.</summary>
internal sealed class SinkLetters(TaskServices services, ResolvedConfig config, Func<string, string> hide)
{
    /// <summary>The records in the order of their original topics, and the letters that fail or are dropped on the way.</summary>
    public Task<(List<SinkLetter> Records, List<(Letter Letter, PreviewError Error)> Failed, List<Letter> Dropped)> ReadAsync(
        IReadOnlyList<ReplayItem> items, CancellationToken cancellationToken) =>
        PluginThread.RunAsync(() => ValueTask.FromResult(Read(items, cancellationToken)), cancellationToken);

    private (List<SinkLetter>, List<(Letter, PreviewError)>, List<Letter>) Read(IReadOnlyList<ReplayItem> items, CancellationToken cancellationToken)
    {
        var (records, failed, dropped, owned) = (new List<SinkLetter>(), new List<(Letter, PreviewError)>(), new List<Letter>(), new List<IDisposable>());
        try
        {
            var reader = Reader(owned);
            foreach (var item in items.OrderBy(item => item.Record.Topic, StringComparer.Ordinal).ThenBy(item => item.Record.Partition).ThenBy(item => item.Letter.Offset))
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (reader.TryRead(item.Record, item.Letter.Offset ?? 0, item.Letter.Record.TimestampKind, out var record) is { } error)
                {
                    failed.Add((item.Letter, error with { Message = hide(error.Message) }));
                }
                else if (record is null)
                {
                    dropped.Add(item.Letter);
                }
                else
                {
                    records.Add(new(item.Letter, record));
                }
            }

            return (records, failed, dropped);
        }
        finally
        {
            owned.ForEach(plugin => plugin.Dispose());
        }
    }

    private RecordPreview Reader(List<IDisposable> owned)
    {
        try
        {
            var factory = new PipelineFactory(services.Plugins, services.Worker.Settings, config.Settings, owned.Add);
            return new(factory.Converters(), factory.Steps(), new(ConnectorKind.Sink, config.Settings, [], IsTraced: false));
        }
        catch (ConnectException error)
        {
            throw ConnectRequestException.Invalid(hide(error.Message));
        }
    }
}

using OrleansConnect.Abstractions.Configuration;
using OrleansConnect.Abstractions.Data;
using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Abstractions.Plugins;
using OrleansConnect.Abstractions.Sinks;
using OrleansConnect.Abstractions.Sources;
using OrleansConnect.Grains;
using OrleansConnect.Runtime.Configuration;
using OrleansConnect.Runtime.Connectors;
using OrleansConnect.Runtime.Plugins;

namespace OrleansConnect.Runtime.Offsets;

/// <summary>Asks a connector's plugin, which is made for that and not started, about a change of its offsets, and has it make its part of that. It has a limit of time.</summary>
internal sealed class PluginAlteration(string connector, PluginDescriptor plugin, ResolvedConfig found, TimeProvider time)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly ResolvedSecrets _secrets = ResolvedSecrets.Of(found);
    private readonly Dictionary<string, string> _settings = GivenSettings.Of(found.Settings);

    /// <summary>Whether the plugin can store offsets beside its data.</summary>
    public bool MayStore => typeof(IExactlyOnceSinkConnector).IsAssignableFrom(plugin.Type);

    public Task<bool> AskAsync(IReadOnlyList<KeyValuePair<SourcePartition?, SourceOffset?>> offsets, CancellationToken cancellationToken) =>
        CallAsync<SourceConnector, bool>((source, token) => source.AlterOffsetsAsync(_settings, offsets, token), NotAgreed, cancellationToken);

    public Task<bool> AskAsync(IReadOnlyDictionary<TopicPartition, long?> offsets, CancellationToken cancellationToken) =>
        CallAsync<SinkConnector, bool>((sink, token) => sink.AlterOffsetsAsync(_settings, offsets, token), NotAgreed, cancellationToken);

    /// <summary>The offsets beside the data; null when the plugin keeps none there.</summary>
    public Task<IReadOnlyDictionary<TopicPartition, long>?> ReadAsync(CancellationToken cancellationToken) => CallAsync<SinkConnector, IReadOnlyDictionary<TopicPartition, long>?>(
        async (sink, token) => sink is IExactlyOnceSinkConnector target ? await target.ReadOffsetsAsync(_settings, token) : null, NotRead, cancellationToken);

    /// <summary>Has the plugin store offsets beside its data: false when it keeps none there.</summary>
    /// <param name="offsets">The offsets; null: all are removed.</param>
    /// <param name="generation">Fences all tasks so far.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<bool> StoreAsync(IReadOnlyDictionary<TopicPartition, long?>? offsets, long generation, CancellationToken cancellationToken) => CallAsync<SinkConnector, bool>(
        async (sink, token) => sink is IExactlyOnceSinkConnector target && await target.StoreOffsetsAsync(_settings, offsets, generation, token), NotStored, cancellationToken);

    // What failed is null when there was no answer in time.
    private async Task<TResult> CallAsync<T, TResult>(
        Func<T, CancellationToken, ValueTask<TResult>> call, Func<Exception?, ConnectRequestException> failed, CancellationToken cancellationToken)
        where T : Connector
    {
        using var limit = new CancellationTokenSource(Limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await PluginThread.RunAsync(token => RunAsync(call, token), either.Token);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            throw failed(null);
        }
        catch (Exception cause) when (cause is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            throw failed(cause);
        }
    }

    private async ValueTask<TResult> RunAsync<T, TResult>(Func<T, CancellationToken, ValueTask<TResult>> call, CancellationToken cancellationToken)
        where T : Connector
    {
        await using var made = PluginRegistry.Create<T>(plugin);
        return await call(made, cancellationToken);
    }

    private ConnectRequestException NotAgreed(Exception? cause) => cause switch
    {
        null => new(
            RequestErrorKind.TimedOut,
            $"Connector {connector} did not agree to the change of its offsets within {Limit.TotalSeconds:F0} s, and they were not changed. See what its class '{plugin.ClassName}' waits for, then try again."),
        NotSupportedException => Refused($"Failed to modify offsets for connector {connector} because it doesn't support external modification of offsets", cause),
        _ => Refused(_secrets.Hide(cause.Message), cause),
    };

    private ConnectRequestException NotRead(Exception? cause) => new(
        cause is null or RetriableException or OperationCanceledException ? RequestErrorKind.Unavailable : RequestErrorKind.Internal,
        $"Connector {connector} could not tell the offsets beside its data: {(cause is null ? $"there was no answer within {Limit.TotalSeconds:F0} s." : _secrets.Hide(cause.Message))} "
        + "No offsets were changed.",
        cause is null ? null : _secrets.Hide(cause));

    private ConnectRequestException NotStored(Exception? cause) => cause switch
    {
        null => new(
            RequestErrorKind.Unavailable,
            $"Connector {connector} did not store the offsets beside its data within {Limit.TotalSeconds:F0} s, so that it is not known whether they are there; those of its consumer group were not "
            + $"changed. See what its class '{plugin.ClassName}' waits for, then send the request again: that is safe."),
        RetriableException or OperationCanceledException => new(
            RequestErrorKind.Unavailable,
            $"Connector {connector} could not store the offsets beside its data for now: {_secrets.Hide(cause.Message)} Those of its consumer group were not changed. Send the request again: that is safe.",
            _secrets.Hide(cause)),
        _ => Refused($"Connector {connector} could not store the offsets beside its data: {_secrets.Hide(cause.Message)} No offsets were changed.", cause),
    };

    private ConnectRequestException Refused(string message, Exception cause) => new(RequestErrorKind.Internal, message, _secrets.Hide(cause));
}

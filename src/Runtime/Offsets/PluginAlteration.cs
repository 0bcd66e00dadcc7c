using OrleansConnect.Abstractions.Configuration;
using OrleansConnect.Abstractions.Data;
using OrleansConnect.Abstractions.Plugins;
using OrleansConnect.Abstractions.Sinks;
using OrleansConnect.Abstractions.Sources;
using OrleansConnect.Grains;
using OrleansConnect.Runtime.Configuration;
using OrleansConnect.Runtime.Connectors;
using OrleansConnect.Runtime.Plugins;

namespace OrleansConnect.Runtime.Offsets;

/// <summary>Asks a connector's plugin, which is made for that and not started, about a change of its offsets. It has a limit of time.</summary>
internal sealed class PluginAlteration(string connector, PluginDescriptor plugin, ResolvedConfig found, TimeProvider time)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly ResolvedSecrets _secrets = ResolvedSecrets.Of(found);
    private readonly Dictionary<string, string> _settings = GivenSettings.Of(found.Settings);

    public Task<bool> AskAsync(IReadOnlyList<KeyValuePair<SourcePartition?, SourceOffset?>> offsets, CancellationToken cancellationToken) =>
        AskAsync<SourceConnector>((source, token) => source.AlterOffsetsAsync(_settings, offsets, token), cancellationToken);

    public Task<bool> AskAsync(IReadOnlyDictionary<TopicPartition, long?> offsets, CancellationToken cancellationToken) =>
        AskAsync<SinkConnector>((sink, token) => sink.AlterOffsetsAsync(_settings, offsets, token), cancellationToken);

    private async Task<bool> AskAsync<T>(Func<T, CancellationToken, ValueTask<bool>> ask, CancellationToken cancellationToken)
        where T : Connector
    {
        using var limit = new CancellationTokenSource(Limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await PluginCall.RunAsync(() => RunAsync(ask, either.Token), either.Token);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            throw new ConnectRequestException(
                RequestErrorKind.TimedOut,
                $"Connector {connector} did not agree to the change of its offsets within {Limit.TotalSeconds:F0} s, and they were not changed. See what its class '{plugin.ClassName}' waits for, then try again.");
        }
        catch (NotSupportedException cause)
        {
            throw Refused($"Failed to modify offsets for connector {connector} because it doesn't support external modification of offsets", cause);
        }
        catch (Exception cause) when (cause is not OperationCanceledException)
        {
            throw Refused(_secrets.Hide(cause.Message), cause);
        }
    }

    private async ValueTask<bool> RunAsync<T>(Func<T, CancellationToken, ValueTask<bool>> ask, CancellationToken cancellationToken)
        where T : Connector
    {
        await using var made = PluginRegistry.Create<T>(plugin);
        return await ask(made, cancellationToken);
    }

    private ConnectRequestException Refused(string message, Exception cause) => new(RequestErrorKind.Internal, message, _secrets.Hide(cause));
}

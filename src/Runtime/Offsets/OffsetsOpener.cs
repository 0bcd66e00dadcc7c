using Microsoft.Extensions.Logging;
using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Grains;
using OrleansConnect.Kafka.Admin;
using OrleansConnect.Runtime.Configuration;
using OrleansConnect.Runtime.Connectors;
using OrleansConnect.Runtime.Plugins;
using OrleansConnect.Runtime.Tasks;

namespace OrleansConnect.Runtime.Offsets;

/// <summary>Finds the offsets of connectors: those of sources in their store, those of sinks in the consumer group that their configuration names.</summary>
internal sealed class OffsetsOpener(
    PluginRegistry plugins, VariableResolver variables, WorkerConfig worker, SourceOffsetStores stores, TimeProvider time, ILoggerFactory logs)
{
    /// <summary>The offsets of a connector; to be disposed.</summary>
    /// <exception cref="ConnectRequestException">The configuration does not say where they are.</exception>
    public async Task<IChangeableOffsets> OpenAsync(string connector, IReadOnlyDictionary<string, string?> config, CancellationToken cancellationToken)
    {
        var secrets = ResolvedSecrets.None;
        try
        {
            var found = await variables.ResolveVariablesAsync(config, cancellationToken);
            secrets = ResolvedSecrets.Of(found);
            var plugin = plugins.FindConnector(found.Settings);
            var alteration = new PluginAlteration(connector, plugin, found, time);
            return plugin.Kind == PluginKind.Source
                ? new SourceOffsets(connector, stores.Rent(found.Settings), alteration, time)
                : OpenSink(connector, found.Settings, alteration);
        }
        catch (ConnectException cause)
        {
            var shown = secrets.Hide(cause);
            throw new ConnectRequestException(RequestErrorKind.Internal, shown.Message, shown);
        }
    }

    private SinkOffsets OpenSink(string connector, IReadOnlyDictionary<string, string?> config, PluginAlteration plugin)
    {
        var clients = new TaskClients(new(connector, 0), worker, config);
        var admin = new KafkaAdmin(clients.Admin(), time, logs.CreateLogger<KafkaAdmin>());
        var topics = new KafkaTopicPartitions(_ => admin, variables, worker, time);
        var group = clients.Consumer().GroupId;
        return new(new(connector, group, new KafkaSinkGroupAdmin(group, admin)), admin, token => topics.CountAsync(config, token), plugin);
    }
}

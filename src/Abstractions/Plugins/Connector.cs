using OrleansConnect.Abstractions.Configuration;

namespace OrleansConnect.Abstractions.Plugins;

/// <summary>
/// Splits work into tasks; derive from <see cref="Sources.SourceConnector"/> or <see cref="Sinks.SinkConnector"/>. Calls come one at a time, off any grain's scheduler. A call may take as long
/// as it needs until its token is cancelled, because something else is wanted of the connector or somebody has waited for the answer long enough; one that goes on then is left alone, and
/// the instance may be disposed meanwhile. While a call takes long, the connector's status names it. A change of configuration makes a new instance.
/// </summary>
public abstract class Connector : IConnectPlugin, IAsyncDisposable
{
    /// <inheritdoc/>
    public abstract ConfigDef Config { get; }

    /// <summary>Its version, the one of its assembly unless it says otherwise. Asked for once, of an instance that is made for that when the plugin is found.</summary>
    public virtual string Version => PluginVersions.Of(GetType());

    /// <summary>The class of its tasks: a <see cref="Sources.SourceTask"/> or <see cref="Sinks.SinkTask"/> with a constructor without parameters.</summary>
    public abstract Type TaskType { get; }

    /// <summary>
    /// Checks a configuration beyond what <see cref="Config"/> can: all its values with their errors. Each value that is in <see cref="Config"/> is in the answer.
    /// </summary>
    public virtual ValueTask<IReadOnlyList<ConfigValue>> ValidateAsync(IReadOnlyDictionary<string, string?> settings, CancellationToken cancellationToken) =>
        ValueTask.FromResult(Config.Validate(settings));

    /// <summary>Starts; an exception makes the connector FAILED. Sources get an <see cref="Sources.ISourceConnectorContext"/>.</summary>
    public virtual ValueTask StartAsync(IConnectorContext context, IReadOnlyDictionary<string, string> settings, CancellationToken cancellationToken) =>
        ValueTask.CompletedTask;

    /// <summary>The configurations of at most that many tasks.</summary>
    public abstract ValueTask<IReadOnlyList<IReadOnlyDictionary<string, string>>> TaskConfigsAsync(int tasksMax, CancellationToken cancellationToken);

    /// <summary>Stops and closes everything; also called when <see cref="StartAsync"/> failed. What has not returned after 5 s is left alone.</summary>
    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }
}

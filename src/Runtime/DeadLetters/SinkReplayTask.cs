using OrleansConnect.Abstractions.Data;
using OrleansConnect.Grains;
using OrleansConnect.Runtime.Connectors;
using OrleansConnect.Runtime.Tasks;

namespace OrleansConnect.Runtime.DeadLetters;

/// <summary>Starts the task that a replay gives its letters to.</summary>
/// <param name="services">What tasks are made of.</param>
/// <param name="starter">Starts the connector, which makes the task's configuration.</param>
/// <param name="connector">The connector's name.</param>
/// <param name="config">Its configuration, with variables.</param>
/// <param name="hide">Puts variables in the place of what they stand for.</param>
internal sealed class SinkReplayTask(
    TaskServices services, ConnectorStarter starter, string connector, IReadOnlyDictionary<string, string?> config, Func<string, string> hide)
{
    /// <summary>A started task, open for those partitions; whatever is wrong is a <see cref="ConnectRequestException"/>.</summary>
    public async Task<OneOffSinkTask> StartAsync(IReadOnlyCollection<TopicPartition> partitions, CancellationToken cancellationToken)
    {
        var spec = await new OneOffTaskSpec(starter, hide).MakeAsync(connector, config, cancellationToken);
        var task = new OneOffSinkTask(services, spec);
        try
        {
            await task.StartAsync(spec, partitions).WaitAsync(cancellationToken);
            return task;
        }
        catch (Exception cause)
        {
            await task.DisposeAsync();
            if (cause is OperationCanceledException or ConnectRequestException)
            {
                throw;
            }

            throw new ConnectRequestException(
                RequestErrorKind.Internal, $"A task of connector '{connector}' could not be started for the replay: {hide(task.Hide(cause.Message))} Nothing was replayed.");
        }
    }
}

using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Grains;
using OrleansConnect.Runtime.Connectors;
using OrleansConnect.Runtime.Tasks;

namespace OrleansConnect.Runtime.DeadLetters;

/// <summary>Has a connector make the configuration of a single task. The connector may be stopped, and its configuration another one than it runs with.</summary>
internal sealed class OneOffTaskSpec(ConnectorStarter starter, Func<string, string> hide)
{
    public async Task<TaskSpec> MakeAsync(string connector, IReadOnlyDictionary<string, string?> config, CancellationToken cancellationToken)
    {
        try
        {
            var started = await starter.StartUnseenAsync(connector, config, NobodyListens.Instance, cancellationToken);
            await using (started.Instance)
            {
                var tasks = await started.TaskConfigsAsync(1, cancellationToken);
                return tasks is [var task, ..]
                    ? new(new(connector, 0), ConnectorKind.Sink, 0, config, task)
                    : throw ConnectRequestException.Invalid($"Connector '{connector}' has no work for a task, and so none for a replay. Nothing was replayed.");
            }
        }
        catch (Exception cause) when (cause is not (OperationCanceledException or ConnectRequestException))
        {
            throw new ConnectRequestException(
                cause is ConfigException ? RequestErrorKind.Invalid : RequestErrorKind.Internal,
                $"Connector '{connector}' could not be started to make the configuration of a task: {hide(cause.Message)} Nothing was replayed.");
        }
    }

    private sealed class NobodyListens : IConnectorEvents
    {
        public static NobodyListens Instance { get; } = new();

        public void OnReconfigurationRequested()
        {
        }

        public void OnErrorRaised(Exception error)
        {
        }
    }
}

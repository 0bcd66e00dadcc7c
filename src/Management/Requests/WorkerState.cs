using OrleansConnect.Runtime.Hosting;

namespace OrleansConnect.Management.Requests;

/// <summary>What the doors tell of the worker they belong to. The host keeps it up to date, from any thread.</summary>
public sealed class WorkerState(WorkerIdentity identity)
{
    private volatile TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile string? _kafkaClusterId;
    private volatile WorkerStage? _stage;
    private volatile bool _createsConnectors;

    /// <summary>Who the worker is.</summary>
    public WorkerIdentity Identity => identity;

    /// <summary>The id of the Kafka cluster, or null while Kafka has not been reached.</summary>
    public string? KafkaClusterId
    {
        get => _kafkaClusterId;
        set => _kafkaClusterId = value;
    }

    /// <summary>Whether the worker has completed its startup; false until it is set.</summary>
    public bool IsReady
    {
        get => _ready.Task.IsCompleted;
        set
        {
            if (value)
            {
                _ready.TrySetResult();
            }
            else
            {
                _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
            }
        }
    }

    /// <summary>Whether a standalone worker has yet to create connectors that it was started with. It serves meanwhile, and is not called healthy.</summary>
    public bool CreatesConnectors
    {
        get => _createsConnectors;
        set => _createsConnectors = value;
    }

    /// <summary>What the worker is doing or did last, or null where nothing is worth a word.</summary>
    public WorkerStage? Stage
    {
        get => _stage;
        set => _stage = value;
    }

    /// <summary>Waits until the worker is ready.</summary>
    public Task WhenReadyAsync(CancellationToken cancellationToken) => _ready.Task.WaitAsync(cancellationToken);
}

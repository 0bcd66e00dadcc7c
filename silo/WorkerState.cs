using OrleansConnect.Kafka.Admin;
using OrleansConnect.Management.Requests;
using OrleansConnect.Runtime.Hosting;

namespace OrleansConnect.Silo;

/// <summary>What the doors tell of this worker. Asks Kafka for the cluster's id in the background, until it has it.</summary>
internal sealed class WorkerState(WorkerIdentity worker, KafkaAdmin admin, IHostApplicationLifetime lifetime, TimeProvider time) : BackgroundService, IWorkerState
{
    private static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(1);

    public string Version => worker.Version;

    public string Commit => worker.Commit;

    public string? KafkaClusterId { get; private set; }

    public bool IsReady => lifetime.ApplicationStarted.IsCancellationRequested;

    public WorkerStage? Stage => null;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (KafkaClusterId is null)
        {
            try
            {
                KafkaClusterId = await admin.ClusterIdAsync(stoppingToken);
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                await Task.Delay(RetryPause, time, stoppingToken);
            }
        }
    }
}

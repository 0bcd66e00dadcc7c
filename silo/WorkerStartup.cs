using OrleansConnect.Kafka.Admin;
using OrleansConnect.Management.Requests;

namespace OrleansConnect.Silo;

/// <summary>Tells the doors that the worker is up, and asks Kafka for the cluster's id in the background, until it has it.</summary>
internal sealed class WorkerStartup(WorkerState state, KafkaAdmin admin, IHostApplicationLifetime lifetime, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var started = lifetime.ApplicationStarted.Register(() => state.IsReady = true);
        try
        {
            await AskForClusterIdAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host would call it a failure in the midst of a start that failed for another reason.
        }
    }

    private async Task AskForClusterIdAsync(CancellationToken stoppingToken)
    {
        while (state.KafkaClusterId is null)
        {
            try
            {
                state.KafkaClusterId = await admin.ClusterIdAsync(stoppingToken);
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                await Task.Delay(RetryPause, time, stoppingToken);
            }
        }
    }
}

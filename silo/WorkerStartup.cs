using OrleansConnect.Kafka.Admin;
using OrleansConnect.Management.Requests;
using OrleansConnect.Runtime.Configuration;

namespace OrleansConnect.Silo;

/// <summary>Tells the doors what the worker waits for while it starts, and when it is up; asks Kafka for the cluster's id in the background, until it has it.</summary>
internal sealed class WorkerStartup(WorkerState state, KafkaAdmin admin, WorkerConfig config, IHostApplicationLifetime lifetime, TimeProvider time) : BackgroundService
{
    private const string Initializing = "initializing and reading to the end of internal topics";

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        state.Stage = new(Initializing, time.GetUtcNow());
        _ = lifetime.ApplicationStarted.Register(SetReady);
        try
        {
            await AskForClusterIdAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host would call it a failure in the midst of a start that failed for another reason.
        }
    }

    private string WaitingForKafka => $"waiting for Kafka at '{config.BootstrapServers}'";

    private void SetReady()
    {
        lock (_lock)
        {
            state.Stage = null;
            state.IsReady = true;
        }
    }

    private async Task AskForClusterIdAsync(CancellationToken stoppingToken)
    {
        var asking = admin.ClusterIdAsync(stoppingToken);
        while (state.KafkaClusterId is null)
        {
            try
            {
                state.KafkaClusterId = await asking.WaitAsync(Pause, time, stoppingToken);
                Describe(Initializing);
            }
            catch (TimeoutException)
            {
                Describe(WaitingForKafka);
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                Describe(WaitingForKafka);
                await Task.Delay(Pause, time, stoppingToken);
                asking = admin.ClusterIdAsync(stoppingToken);
            }
        }
    }

    private void Describe(string stage)
    {
        lock (_lock)
        {
            state.Stage = state.Stage is { } before ? before with { Description = stage } : null;
        }
    }
}

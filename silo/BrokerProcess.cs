using System.Runtime.InteropServices;
using OrleansConnect.EmbeddedKafka;

namespace OrleansConnect.Silo;

/// <summary>Runs the embedded broker alone until it is told to stop.</summary>
internal static class BrokerProcess
{
    public static async Task RunAsync(EmbeddedKafkaOptions options)
    {
        using var loggers = LoggerFactory.Create(WorkerLog.Configure);
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => Stop(signal, stopped));
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal => Stop(signal, stopped));
        await using var broker = await EmbeddedKafkaBroker.StartAsync(options, loggers, CancellationToken.None);
        Console.WriteLine($"Embedded Kafka serves on {broker.BootstrapServers} with its data in {Path.GetFullPath(options.DataDirectory)}. Ctrl-C stops it.");
        await stopped.Task;
    }

    private static void Stop(PosixSignalContext signal, TaskCompletionSource stopped)
    {
        signal.Cancel = true;
        stopped.TrySetResult();
    }
}

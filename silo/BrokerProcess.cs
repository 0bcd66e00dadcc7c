using System.Runtime.InteropServices;
using OrleansConnect.Abstractions.Errors;
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
        await using var broker = await StartAsync(options, loggers);
        Console.WriteLine($"Embedded Kafka serves on {broker.BootstrapServers} with its data in {Path.GetFullPath(options.DataDirectory)}. Ctrl-C stops it.");
        await stopped.Task;
    }

    /// <summary>Starts a broker; what keeps it from starting becomes an error for the one who typed the command.</summary>
    public static async Task<EmbeddedKafkaBroker> StartAsync(EmbeddedKafkaOptions options, ILoggerFactory loggers)
    {
        try
        {
            return await EmbeddedKafkaBroker.StartAsync(options, loggers, CancellationToken.None);
        }
        catch (ArgumentException exception)
        {
            throw new ConfigException(exception.Message.Replace($" (Parameter '{exception.ParamName}')", "", StringComparison.Ordinal), exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ConnectException(exception.Message, exception);
        }
    }

    private static void Stop(PosixSignalContext signal, TaskCompletionSource stopped)
    {
        signal.Cancel = true;
        stopped.TrySetResult();
    }
}

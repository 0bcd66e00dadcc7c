using Microsoft.Extensions.Logging.Console;

namespace OrleansConnect.Silo;

/// <summary>Lines of log on standard error, one each, so that standard output is free for those who pipe it.</summary>
internal static class WorkerLog
{
    public static void Configure(ILoggingBuilder logging)
    {
        logging.ClearProviders();
        logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.TimestampFormat = "yyyy-MM-dd HH:mm:ss.fff ";
            console.ColorBehavior = LoggerColorBehavior.Default;
        });
        logging.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        logging.AddFilter("Orleans", LogLevel.Warning);
        logging.AddFilter("OrleansConnect.EmbeddedKafka", LogLevel.Information);
        logging.AddFilter("Polly", LogLevel.Warning);

        // Their warnings say that the garbage collector is the sparing one, which is meant, and that starting took a while.
        logging.AddFilter("Orleans.Runtime.Silo", LogLevel.Critical);
        logging.AddFilter("Orleans.Runtime.Watchdog", LogLevel.Error);
        logging.AddFilter("Microsoft", LogLevel.Warning);

        // A start that fails is told once, at the end, by whoever started it; each of these would print the same with a stack trace.
        logging.AddFilter("Orleans.Runtime.SiloLifecycleSubject", LogLevel.Critical);
        logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical);
        logging.AddFilter("Grpc", LogLevel.Warning);
    }
}

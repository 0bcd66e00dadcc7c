using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging.Console;

namespace OrleansConnect.Silo;

/// <summary>Lines of log on standard error, one each, so that standard output is free for those who pipe it.</summary>
internal static class WorkerLog
{
    // Other workers declare one dead within six seconds; whoever starts after a crash may have to wait that long until nobody asks for what it was any more.
    private static readonly TimeSpan StartMax = TimeSpan.FromSeconds(20);

    /// <summary>
    /// The log of a worker. While it joins its cluster and while it leaves, Orleans cannot reach silos that are gone, tries again and tells each attempt with a stack trace. None of that is
    /// for anybody to mend: a start that fails says so at the end, and one that takes long is heard. What else goes wrong while it leaves is heard, for nobody says so later.
    /// </summary>
    public static void Configure(ILoggingBuilder logging, Func<IHostApplicationLifetime?> lifetime, TimeProvider time)
    {
        Configure(logging);
        var started = time.GetTimestamp();
        bool IsJoining() => WorkerLog.IsJoining(lifetime(), time.GetElapsedTime(started));
        bool IsLeaving() => lifetime() is { ApplicationStopping.IsCancellationRequested: true };
        logging.AddFilter("Orleans", level => level >= (IsLeaving() ? LogLevel.Error : IsJoining() ? LogLevel.Critical : LogLevel.Warning));
        logging.AddFilter("Polly", level => level >= (IsLeaving() || IsJoining() ? LogLevel.Critical : LogLevel.Warning));
        logging.Services.RemoveAll<ILoggerProvider>();
        logging.Services.AddSingleton<ConsoleLoggerProvider>();
        logging.Services.AddSingleton<ILoggerProvider>(services => new LeavingLogProvider(services.GetRequiredService<ConsoleLoggerProvider>(), IsLeaving));

        // Says which silo is waited for, in a line.
        logging.AddFilter("Orleans.Runtime.MembershipService.MembershipTableManager", LogLevel.Warning);
    }

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
        logging.AddFilter("OrleansConnect", LogLevel.Information);
        logging.AddFilter("Polly", LogLevel.Warning);

        // Their warnings say that the garbage collector is the sparing one, which is meant, and that starting took a while.
        logging.AddFilter("Orleans.Runtime.Silo", LogLevel.Critical);
        logging.AddFilter("Orleans.Runtime.Watchdog", LogLevel.Error);
        logging.AddFilter("Microsoft", LogLevel.Warning);

        // What cannot be stored, or read, is told by whoever wanted it: in the answer to a user, or in a line of its own.
        logging.AddFilter("OrleansConnect.KafkaState.GrainStorage.KafkaGrainStorage", LogLevel.Critical);

        // A start that fails is told once, at the end, by whoever started it; each of these would print the same with a stack trace.
        logging.AddFilter("Orleans.Runtime.SiloLifecycleSubject", LogLevel.Critical);
        logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical);
        logging.AddFilter("Grpc", LogLevel.Warning);
    }

    private static bool IsJoining(IHostApplicationLifetime? lifetime, TimeSpan sinceStart) =>
        lifetime is not { ApplicationStarted.IsCancellationRequested: true } && sinceStart < StartMax;
}

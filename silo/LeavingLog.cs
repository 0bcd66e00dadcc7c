using System.Net.Sockets;
using Orleans.Runtime.Messaging;

namespace OrleansConnect.Silo;

/// <summary>
/// A log without the attempts of a worker that leaves to reach others that are gone: each grain of it that is to be taken out of the directory tells of one, with a stack trace, and nobody
/// asks for the grain there any more. All other errors are told.
/// </summary>
internal sealed class LeavingLog(ILogger log, Func<bool> isLeaving) : ILogger
{
    // What is said of a call to a grain when this worker, which takes no grains any more, is the last one. It has no type of its own.
    private const string NobodyLeft = "No active nodes are compatible";

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => log.BeginScope(state);

    public bool IsEnabled(LogLevel logLevel) => log.IsEnabled(logLevel);

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (logLevel == LogLevel.Critical || exception is null || !isLeaving() || !IsOrdinary(exception))
        {
            log.Log(logLevel, eventId, state, exception, formatter);
        }
    }

    private static bool IsOrdinary(Exception error) => error switch
    {
        AggregateException all => all.InnerExceptions.All(IsOrdinary),
        OrleansMessageRejectionException or SiloUnavailableException or ClientNotAvailableException or ConnectionFailedException => true,
        SocketException or OperationCanceledException => true,
        OrleansException => error.Message.StartsWith(NobodyLeft, StringComparison.Ordinal),
        _ => false,
    };
}

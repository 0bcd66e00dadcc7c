using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;

namespace OrleansConnect.Kafka.Clients;

/// <summary>Serves a client's main queue on the thread pool whenever there is something in it; an idle client has no thread of ours.</summary>
internal sealed partial class EventLoop : IThreadPoolWorkItem, IDisposable
{
    private const int Idle = 0;
    private const int Running = 1;
    private const int RunAgain = 2;

    // A client that cannot reach its brokers says so many times a second.
    private static readonly TimeSpan RepeatInterval = TimeSpan.FromSeconds(30);

    private readonly Dictionary<string, long> _errorsLoggedAt = [];
    private readonly string _client;
    private readonly IEventHandler _handler;
    private readonly ILogger _logger;
    private readonly Lock _serving = new();
    private readonly NativeQueue _queue;
    private int _state;
    private bool _stopped;

    public EventLoop(NativeClient client, IEventHandler handler, ILogger logger)
    {
        (_client, _handler, _logger) = (client.Name, handler, logger);
        lock (_serving)
        {
            // The first event may be served before the constructor ends, not before the queue is there.
            _queue = new NativeQueue(Librdkafka.QueueGetMain(client.Handle), Schedule);
        }

        Schedule();
    }

    public nint Queue => _queue.Handle;

    /// <summary>Has the handler called soon, even if there is no event.</summary>
    public void Schedule()
    {
        if (Interlocked.Exchange(ref _state, RunAgain) == Idle)
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
    }

    public void Execute()
    {
        do
        {
            Volatile.Write(ref _state, Running);
            Serve();
        }
        while (Interlocked.CompareExchange(ref _state, Idle, Running) != Running);
    }

    /// <summary>Waits for the events being served, then serves no more.</summary>
    public void Dispose()
    {
        lock (_serving)
        {
            _stopped = true;
            _queue.Dispose();
        }
    }

    private void Serve()
    {
        lock (_serving)
        {
            while (!_stopped && Librdkafka.QueuePoll(_queue.Handle, 0) is var nativeEvent && nativeEvent != 0)
            {
                ServeEvent(nativeEvent);
                Librdkafka.EventDestroy(nativeEvent);
            }

            if (!_stopped)
            {
                TellDrained();
            }
        }
    }

    private void ServeEvent(nint nativeEvent)
    {
        try
        {
            Dispatch(nativeEvent);
        }
        catch (Exception fault)
        {
            Tolerate(fault);
        }
    }

    private void TellDrained()
    {
        try
        {
            _handler.OnDrained();
        }
        catch (Exception fault)
        {
            Tolerate(fault);
        }
    }

    // The policy for what cannot be handled: it is logged, and the next events are served. Thrown on, it would end the process.
    private void Tolerate(Exception fault)
    {
        if (IsToBeLogged(fault.GetType().Name))
        {
            LogHandlerFailed(fault, _client);
        }
    }

    private void Dispatch(nint nativeEvent)
    {
        var type = Librdkafka.EventType(nativeEvent);
        switch (type)
        {
            case NativeEvents.Log:
                LogNative(nativeEvent);
                break;
            case NativeEvents.Error:
                LogError(nativeEvent);
                break;
            default:
                _handler.OnEvent(type, nativeEvent);
                break;
        }
    }

    private void LogNative(nint nativeEvent)
    {
        if (_logger.IsEnabled(LogLevel.Debug) && Librdkafka.EventLog(nativeEvent, out var facility, out var text, out _) == 0)
        {
            LogClientSaid(_client, Marshal.PtrToStringUTF8(facility), Marshal.PtrToStringUTF8(text));
        }
    }

    private void LogError(nint nativeEvent)
    {
        var error = KafkaError.Create(
            Librdkafka.EventError(nativeEvent), Marshal.PtrToStringUTF8(Librdkafka.EventErrorString(nativeEvent)));
        if (Librdkafka.EventErrorIsFatal(nativeEvent) != 0)
        {
            LogClientFatal(_client, error.Name, error.Reason);
        }
        else if (IsToBeLogged(error.Name))
        {
            LogClientError(_client, error.Name, error.Reason);
        }
        else
        {
            LogClientErrorAgain(_client, error.Name, error.Reason);
        }
    }

    private bool IsToBeLogged(string kind)
    {
        var now = TimeProvider.System.GetTimestamp();
        if (_errorsLoggedAt.TryGetValue(kind, out var at) && TimeProvider.System.GetElapsedTime(at, now) < RepeatInterval)
        {
            return false;
        }

        _errorsLoggedAt[kind] = now;
        return true;
    }

    [LoggerMessage(LogLevel.Debug, "Kafka client '{Client}': {Facility}: {Text}")]
    private partial void LogClientSaid(string client, string? facility, string? text);

    [LoggerMessage(LogLevel.Warning, "Kafka client '{Client}' has a problem and goes on trying: {Reason} ({Error}).")]
    private partial void LogClientError(string client, string error, string reason);

    [LoggerMessage(LogLevel.Debug, "Kafka client '{Client}' still has a problem: {Reason} ({Error}).")]
    private partial void LogClientErrorAgain(string client, string error, string reason);

    [LoggerMessage(LogLevel.Error, "Kafka client '{Client}' cannot go on and must be replaced: {Reason} ({Error}).")]
    private partial void LogClientFatal(string client, string error, string reason);

    [LoggerMessage(LogLevel.Error, "An event of Kafka client '{Client}' could not be handled. The client goes on; the same is not told again for 30 s.")]
    private partial void LogHandlerFailed(Exception fault, string client);
}

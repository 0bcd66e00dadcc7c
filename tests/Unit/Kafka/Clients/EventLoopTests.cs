using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using OrleansConnect.Kafka;
using OrleansConnect.Kafka.Clients;

namespace OrleansConnect.Tests.Unit.Kafka.Clients;

public sealed class EventLoopTests : IEventHandler, ILogger, IDisposable
{
    private readonly ConcurrentQueue<(LogLevel Level, string Message, Exception? Error)> _log = [];
    private readonly SemaphoreSlim _drained = new(0);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Goes_on_and_tells_once_when_its_handler_throws()
    {
        var client = NativeClient.Create(
            ClientSettings.ForProducer(new Dictionary<string, string> { ["bootstrap.servers"] = "127.0.0.1:1", ["client.id"] = "orders" }), NativeEvents.Log);
        using (var loop = new EventLoop(client, this, this))
        {
            for (var round = 0; round < 3; round++)
            {
                loop.Schedule();
                await _drained.WaitAsync(Cancellation);
            }
        }

        await client.CloseAsync();

        var told = Assert.Single(_log, line => line.Level == LogLevel.Error);
        Assert.Equal("An event of Kafka client 'orders#producer-1' could not be handled. The client goes on; the same is not told again for 30 s.", Numberless(told.Message));
        Assert.IsType<InvalidOperationException>(told.Error);
    }

    public void Dispose() => _drained.Dispose();

    void IEventHandler.OnEvent(int type, nint nativeEvent)
    {
    }

    void IEventHandler.OnDrained()
    {
        _drained.Release();
        throw new InvalidOperationException("A handler's fault.");
    }

    IDisposable? ILogger.BeginScope<TState>(TState state) => null;

    bool ILogger.IsEnabled(LogLevel logLevel) => true;

    void ILogger.Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _log.Enqueue((logLevel, formatter(state, exception), exception));

    // librdkafka counts the clients of a process.
    private static string Numberless(string message) => System.Text.RegularExpressions.Regex.Replace(message, "-[0-9]+'", "-1'");
}

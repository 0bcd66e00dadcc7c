using System.Net.Sockets;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using OrleansConnect.Silo;

namespace OrleansConnect.Tests.Integration.Silo;

public sealed class WorkerLogTests : IHostApplicationLifetime, IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly CancellationTokenSource _started = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly ILoggerFactory _loggers;

    public WorkerLogTests() => _loggers = LoggerFactory.Create(logging => WorkerLog.Configure(logging, () => this, _time));

    public CancellationToken ApplicationStarted => _started.Token;

    public CancellationToken ApplicationStopping => _stopping.Token;

    public CancellationToken ApplicationStopped => CancellationToken.None;

    [Theory]
    [InlineData("Orleans.Messaging", LogLevel.Error)]
    [InlineData("Orleans.Runtime.GrainDirectory.ClientDirectory", LogLevel.Error)]
    [InlineData("Polly", LogLevel.Critical)]
    public void Attempts_to_reach_who_is_gone_are_told_while_the_worker_serves_and_where_its_start_takes_long(string category, LogLevel whileLeaving)
    {
        var logger = _loggers.CreateLogger(category);

        Assert.False(logger.IsEnabled(LogLevel.Error));
        _time.Advance(TimeSpan.FromSeconds(30));
        Assert.True(logger.IsEnabled(LogLevel.Error));
        _started.Cancel();
        Assert.True(logger.IsEnabled(LogLevel.Warning));
        _stopping.Cancel();
        Assert.False(logger.IsEnabled(whileLeaving - 1));
        Assert.True(logger.IsEnabled(whileLeaving));
    }

    [Fact]
    public void Of_the_errors_of_Orleans_only_those_of_who_cannot_be_reached_are_left_out_and_only_while_the_worker_leaves()
    {
        using var told = new ToldErrors();
        using var provider = new LeavingLogProvider(told, () => _stopping.IsCancellationRequested);
        var (grain, other) = (provider.CreateLogger("Orleans.Grain"), provider.CreateLogger("OrleansConnect.Kafka"));
        Exception[] errors = [new SiloUnavailableException("gone"), new OrleansException("No active nodes are compatible with grain a."), new AggregateException(new SocketException(111), new OperationCanceledException("stopped")), new InvalidOperationException("broken")];

        Tell();
        Assert.Equal(2 * errors.Length, told.Take().Count);
        _stopping.Cancel();
        Tell();
        Write(grain, LogLevel.Error, "no exception", null);
        Write(grain, LogLevel.Critical, "grave", errors[0]);
        Assert.Equal(["Orleans.Grain: broken", "OrleansConnect.Kafka: gone", $"OrleansConnect.Kafka: {errors[1].Message}", "OrleansConnect.Kafka: all", "OrleansConnect.Kafka: broken", "Orleans.Grain: no exception", "Orleans.Grain: grave"], told.Take());

        void Tell()
        {
            foreach (var log in new[] { grain, other })
            {
                Array.ForEach(errors, error => Write(log, LogLevel.Error, error is AggregateException ? "all" : error.Message, error));
            }
        }
    }

    [Theory]
    [InlineData("OrleansConnect.Runtime.Placement.Drain", LogLevel.Information)]
    [InlineData("Orleans.Runtime.MembershipService.MembershipTableManager", LogLevel.Warning)]
    [InlineData("Microsoft.AspNetCore.Server.Kestrel", LogLevel.Warning)]
    public void All_else_is_told_at_any_time(string category, LogLevel level)
    {
        var logger = _loggers.CreateLogger(category);

        Assert.True(logger.IsEnabled(level));
        _started.Cancel();
        _stopping.Cancel();
        Assert.True(logger.IsEnabled(level));
    }

    private static void Write(ILogger log, LogLevel level, string text, Exception? error) => log.Log(level, default, text, error, (state, _) => state);

    private sealed class ToldErrors : ILoggerProvider, ILogger
    {
        private readonly List<string> _told = [];
        private string _category = "";

        public ILogger CreateLogger(string categoryName) => new ToldErrors(_told) { _category = categoryName };

        public ToldErrors()
        {
        }

        private ToldErrors(List<string> told) => _told = told;

        public List<string> Take()
        {
            List<string> told = [.. _told];
            _told.Clear();
            return told;
        }

        public bool IsEnabled(LogLevel logLevel) => true;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            _told.Add($"{_category}: {formatter(state, exception)}");

        public void Dispose()
        {
        }
    }

    void IHostApplicationLifetime.StopApplication() => _stopping.Cancel();

    public void Dispose()
    {
        _loggers.Dispose();
        _started.Dispose();
        _stopping.Dispose();
    }
}

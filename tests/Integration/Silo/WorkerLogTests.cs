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
    [InlineData("Orleans.Messaging")]
    [InlineData("Orleans.Runtime.GrainDirectory.ClientDirectory")]
    [InlineData("Polly")]
    public void Attempts_to_reach_who_is_gone_are_told_while_the_worker_serves_and_where_its_start_takes_long(string category)
    {
        var logger = _loggers.CreateLogger(category);

        Assert.False(logger.IsEnabled(LogLevel.Error));
        _time.Advance(TimeSpan.FromSeconds(30));
        Assert.True(logger.IsEnabled(LogLevel.Error));
        _started.Cancel();
        Assert.True(logger.IsEnabled(LogLevel.Warning));
        _stopping.Cancel();
        Assert.False(logger.IsEnabled(LogLevel.Error));
        Assert.True(logger.IsEnabled(LogLevel.Critical));
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

    void IHostApplicationLifetime.StopApplication() => _stopping.Cancel();

    public void Dispose()
    {
        _loggers.Dispose();
        _started.Dispose();
        _stopping.Dispose();
    }
}

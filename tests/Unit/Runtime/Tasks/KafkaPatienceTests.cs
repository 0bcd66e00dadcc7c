using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using OrleansConnect.Kafka;
using OrleansConnect.Runtime.Pipeline;
using OrleansConnect.Runtime.Tasks;

namespace OrleansConnect.Tests.Unit.Runtime.Tasks;

public sealed class KafkaPatienceTests : ILogger, IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly TaskThread _thread = new("test");
    private readonly List<string> _logged = [];

    [Fact]
    public void What_Kafka_s_client_repeats_by_itself_is_counted_each_time_and_logged_now_and_then()
    {
        var control = new TaskControl(new("c", 0), new(new RecordedStates()), new(_time), _thread);
        var patience = new KafkaPatience(control, _time, this);
        var fault = new KafkaClientException("Topic 't' partition 0 cannot be read.", KafkaError.FromCode((int)KafkaErrorCode.NotLeaderForPartition));
        void Note() => patience.Note("read records", ErrorStage.KafkaConsume, "KafkaConsumer", fault);

        Note();
        Note();
        Assert.Equal(["Task c/0 could not read records and tries again."], _logged);
        _time.Advance(TimeSpan.FromMinutes(1));
        Note();

        Assert.Equal(2, _logged.Count);
        Assert.Equal((3L, 3L), (control.Counters.Take().Errors?.Failures, control.Counters.Take().Errors?.Retries));
        Assert.Equal("KAFKA_CONSUME in KafkaConsumer: Topic 't' partition 0 cannot be read.", control.Counters.Take().Errors?.Last);
    }

    public void Dispose() => _thread.Dispose();

    IDisposable? ILogger.BeginScope<TState>(TState state) => null;

    bool ILogger.IsEnabled(LogLevel logLevel) => true;

    void ILogger.Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _logged.Add(formatter(state, exception));
}

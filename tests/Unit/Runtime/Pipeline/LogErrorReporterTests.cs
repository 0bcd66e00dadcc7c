using Microsoft.Extensions.Logging;
using OrleansConnect.Abstractions.Data;
using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Abstractions.Sinks;
using OrleansConnect.Abstractions.Sources;
using OrleansConnect.Grains;
using OrleansConnect.Runtime.Pipeline;
using OrleansConnect.Runtime.Tasks;
using OrleansConnect.Tests.Unit.Runtime.Tasks;

namespace OrleansConnect.Tests.Unit.Runtime.Pipeline;

/// <summary>The line that <c>errors.log.enable</c> writes, and what <c>errors.log.include.messages</c> adds, worded as by Kafka Connect.</summary>
public sealed class LogErrorReporterTests : ILogger, IDisposable
{
    private const string Prefix = "Error encountered in task orders-3. Executing stage 'VALUE_CONVERTER' with class 'org.apache.kafka.connect.json.JsonConverter'";

    private static readonly Exception Cause = new DataException("The value is bad.");

    private readonly List<(LogLevel Level, string Line, Exception? Error)> _lines = [];
    private readonly TaskThread _thread = new("log");
    private readonly TaskControl _control;

    public LogErrorReporterTests() => _control = new(new TaskId("orders", 3), new TaskState(new RecordedStates()), new TaskCounters(TimeProvider.System), _thread);

    private static SourceRecord Source => new()
    {
        Topic = "t",
        KeySchema = Schema.String,
        Key = "the key",
        Value = "the value",
        TimestampMs = 1_700_000_000_000,
        Headers = Headers.Empty.Add("h", Schema.String, "the header"),
        SourcePartition = SourcePartition.Of("file", "a"),
        SourceOffset = SourceOffset.Of("line", 7L),
    };

    private static ConsumedRecord Consumed => new("t", 2, 17)
    {
        TimestampMs = 1_700_000_000_000,
        TimestampKind = TimestampKind.CreateTime,
        Key = "the key"u8.ToArray(),
        Value = "the value"u8.ToArray(),
        Headers = [new("h", "the header"u8.ToArray())],
    };

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Tells_stage_and_class_and_nothing_of_the_record_unless_asked(bool isSource)
    {
        await ReportAsync(Failure(isSource), includesRecords: false);

        Assert.Equal([(LogLevel.Error, $"{Prefix}.", Cause)], _lines);
        Assert.Equal(1, _control.Counters.Errors.Logged);
    }

    [Fact]
    public async Task Of_a_sinks_record_it_tells_the_place_and_time_and_never_the_contents()
    {
        await ReportAsync(Failure(isSource: false), includesRecords: true);

        Assert.Equal($"{Prefix}, where consumed record is {{topic='t', partition=2, offset=17, timestamp=1700000000000, timestampType=CreateTime}}.", Assert.Single(_lines).Line);
    }

    [Fact]
    public async Task Of_a_record_without_time_it_tells_the_place()
    {
        await ReportAsync(Failure(isSource: false) with { Consumed = new("t", 2, 17) }, includesRecords: true);

        Assert.Equal($"{Prefix}, where consumed record is {{topic='t', partition=2, offset=17}}.", Assert.Single(_lines).Line);
    }

    [Fact]
    public async Task Of_a_sources_record_it_tells_what_is_in_it()
    {
        await ReportAsync(Failure(isSource: true), includesRecords: true);

        Assert.Equal(
            $"{Prefix}, where source record is = SourceRecord{{sourcePartition={{file=a}}, sourceOffset={{line=7}}}} ConnectRecord{{topic='t', kafkaPartition=null, key=the key, "
                + "keySchema=Schema{STRING}, value=the value, valueSchema=null, timestamp=1700000000000, headers=ConnectHeaders(headers=[ConnectHeader(key=h, value=the header, "
                + "schema=Schema{STRING})])}.",
            Assert.Single(_lines).Line);
    }

    [Theory]
    [InlineData("false", "true", 0)]
    [InlineData("true", "false", 1)]
    public void Settings_are_those_of_Kafka_Connect(string enable, string include, int lines)
    {
        var settings = ErrorSettings.From(new Dictionary<string, string?> { ["errors.log.enable"] = enable, ["errors.log.include.messages"] = include });

        Assert.Equal((lines == 1, include == "true"), (settings.IsLogged, settings.LogsRecords));
    }

    public void Dispose() => _thread.Dispose();

    IDisposable? ILogger.BeginScope<TState>(TState state) => null;

    bool ILogger.IsEnabled(LogLevel logLevel) => true;

    void ILogger.Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _lines.Add((logLevel, formatter(state, exception), exception));

    private static FailedOperation Failure(bool isSource) => new(ErrorStage.ValueConverter, "org.apache.kafka.connect.json.JsonConverter", Cause)
    {
        Source = isSource ? Source : null,
        Consumed = isSource ? null : Consumed,
    };

    private async Task ReportAsync(FailedOperation failure, bool includesRecords) =>
        await new LogErrorReporter(_control, includesRecords, this).ReportAsync(failure, TestContext.Current.CancellationToken);
}

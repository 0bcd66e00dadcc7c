using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace OrleansConnect.Kafka.Log;

/// <summary>Brings what librdkafka has to say into the log.</summary>
public sealed partial class KafkaClientLog(ILogger logger)
{
    /// <summary>For a client's log handler.</summary>
    // A broker that cannot be reached is told every second by each connection; who needs the broker says so once.
    public void Write(IClient client, LogMessage message) => LogClient((LogLevel)message.LevelAs(LogLevelType.MicrosoftExtensionsLogging) switch
    {
        >= LogLevel.Error when message.Facility == "FAIL" => LogLevel.Debug,
        var level => level,
    }, message.Name, message.Facility, message.Message);

    /// <summary>For a client's error handler.</summary>
    public void WriteError(Error error)
    {
        if (error.IsFatal)
        {
            LogFatal(error.Reason);
        }
        else
        {
            LogError(error.Reason);
        }
    }

    [LoggerMessage("Kafka client {Client}: {Facility} {Message}")]
    private partial void LogClient(LogLevel level, string client, string facility, string message);

    [LoggerMessage(LogLevel.Error, "A Kafka client cannot go on: {Reason}")]
    private partial void LogFatal(string reason);

    [LoggerMessage(LogLevel.Debug, "A Kafka client reports: {Reason}")]
    private partial void LogError(string reason);
}

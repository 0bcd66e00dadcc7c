using OrleansConnect.Abstractions.Errors;
using OrleansConnect.EmbeddedKafka;

namespace OrleansConnect.Silo;

/// <summary>Reads the options of the <c>broker</c> command.</summary>
internal static class BrokerArguments
{
    public static EmbeddedKafkaOptions Parse(string[] args)
    {
        var line = CommandLine.Parse(args);
        return line.Files.Count == 0
            ? EmbeddedKafkaSettings.OfBroker(line.Options)
            : throw new ConfigException($"'broker' takes options only, but '{line.Files[0]}' was given. Write --data-dir {line.Files[0]}.");
    }
}

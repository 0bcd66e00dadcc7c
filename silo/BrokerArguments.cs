using System.Globalization;
using OrleansConnect.Abstractions.Errors;
using OrleansConnect.EmbeddedKafka;

namespace OrleansConnect.Silo;

/// <summary>Reads the options of the <c>broker</c> command.</summary>
internal static class BrokerArguments
{
    public static EmbeddedKafkaOptions Parse(string[] args)
    {
        var line = CommandLine.Parse(args);
        if (line.Files.Count > 0)
        {
            throw new ConfigException($"'broker' takes options only, but '{line.Files[0]}' was given. Write --data-dir {line.Files[0]}.");
        }

        var properties = new Dictionary<string, string>(line.Options);
        properties.Remove("data-dir", out var directory);
        properties.Remove("host", out var host);
        var port = properties.Remove("port", out var text) ? ParsePort(text) : 9092;
        return new() { DataDirectory = directory ?? "data", Host = host ?? "127.0.0.1", Port = port, Properties = properties };
    }

    private static int ParsePort(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port <= ushort.MaxValue
            ? port
            : throw new ConfigException($"The port '{text}' is not a number from 0 to 65535.");
}

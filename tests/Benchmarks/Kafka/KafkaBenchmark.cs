using System.Globalization;

namespace OrleansConnect.Benchmarks.Kafka;

/// <summary>
/// Both data paths against a running Kafka:
/// <c>dotnet run --project tests/Benchmarks -c Release -- kafka --bootstrap HOST:PORT [--count N] [--size BYTES] [--only PART] [--set NAME=VALUE,…]</c>.
/// </summary>
internal static class KafkaBenchmark
{
    public static async Task RunAsync(string[] args)
    {
        var options = Options(args);
        var settings = new BenchmarkSettings(
            options.GetValueOrDefault("--bootstrap", "127.0.0.1:9092"),
            int.Parse(options.GetValueOrDefault("--count", "2000000"), CultureInfo.InvariantCulture),
            int.Parse(options.GetValueOrDefault("--size", "100"), CultureInfo.InvariantCulture),
            options.GetValueOrDefault("--set", "").Split(',', StringSplitOptions.RemoveEmptyEntries)
                .Select(pair => pair.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]));
        var only = options.GetValueOrDefault("--only", "");
        Console.WriteLine($"{settings.Count} records of {settings.SizeBytes} bytes");
        foreach (var (name, run) in Parts(settings))
        {
            if (only.Length == 0 || only.Split(',').Any(o => name == o))
            {
                Console.WriteLine($"{name,-40} {await run()}");
            }
        }
    }

    private static IEnumerable<(string Name, Func<Task<string>> Run)> Parts(BenchmarkSettings settings)
    {
        var produce = new ProduceBenchmark(settings);
        yield return ("warm-up", () => produce.RunAsync(withTimestamp: false, withHeader: false, "1"));
        yield return ("produce", () => produce.RunAsync(withTimestamp: false, withHeader: false, "1"));
        yield return ("produce with timestamps", () => produce.RunAsync(withTimestamp: true, withHeader: false, "1"));
        yield return ("produce with timestamps and a header", () => produce.RunAsync(withTimestamp: true, withHeader: true, "1"));
        foreach (var lingerMs in new[] { "0", "1", "5" })
        {
            yield return ($"produce with timestamps, linger {lingerMs} ms", () => produce.RunAsync(withTimestamp: true, withHeader: false, lingerMs));
            yield return ($"lone record, linger {lingerMs} ms", () => produce.RunLoneAsync(lingerMs));
        }

        var first = new FirstRecordBenchmark(settings);
        yield return ("first record", () => first.RunAsync(produce.Topic));
        yield return ("first record of Confluent.Kafka", () => first.RunPlainAsync(produce.Topic));
        yield return ("consume", () => new ConsumeBenchmark(settings).RunAsync(produce.Topic));
        yield return ("idle clients", () => new IdleBenchmark(settings).RunAsync(produce.Topic));
    }

    private static Dictionary<string, string> Options(string[] args)
    {
        var options = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i + 1 < args.Length; i += 2)
        {
            options[args[i]] = args[i + 1];
        }

        return options;
    }
}

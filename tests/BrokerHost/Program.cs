using System.Globalization;
using System.Runtime.InteropServices;
using OrleansConnect.EmbeddedKafka;

// broker-host DIR PORT [name=value ...]: runs an embedded broker until it is told to stop.
using var stop = new CancellationTokenSource();
using var onTerm = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
using var onInterrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
await using var broker = await EmbeddedKafkaBroker.StartAsync(
    new EmbeddedKafkaOptions
    {
        DataDirectory = args[0],
        Port = int.Parse(args[1], CultureInfo.InvariantCulture),
        Properties = args.Skip(2).Select(arg => arg.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]),
    },
    loggers: null,
    stop.Token);
Console.WriteLine(broker.BootstrapServers);
await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

void Stop(PosixSignalContext context)
{
    context.Cancel = true;
    stop.Cancel();
}

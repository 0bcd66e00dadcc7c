using System.Diagnostics;
using System.Globalization;

namespace OrleansConnect.Benchmarks.Kafka;

/// <summary>Measures wall and processor time from its creation on.</summary>
internal sealed class Stopper
{
    private readonly long _start = Stopwatch.GetTimestamp();
    private readonly TimeSpan _processor = Process.GetCurrentProcess().TotalProcessorTime;

    public TimeSpan Elapsed => Stopwatch.GetElapsedTime(_start);

    public TimeSpan Processor => Process.GetCurrentProcess().TotalProcessorTime - _processor;

    public string Per(long records) => string.Create(
        CultureInfo.InvariantCulture,
        $"{records / Elapsed.TotalSeconds,12:N0} records/s {Processor.TotalMicroseconds / records,6:0.00} us CPU a record");
}

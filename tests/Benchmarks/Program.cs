using BenchmarkDotNet.Running;
using OrleansConnect.Benchmarks.Kafka;

if (args is ["kafka", .. var rest])
{
    await KafkaBenchmark.RunAsync(rest);
    return;
}

BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);

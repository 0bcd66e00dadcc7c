using BenchmarkDotNet.Running;
using OrleansConnect.Benchmarks.Kafka;
using OrleansConnect.Benchmarks.State;

if (args is ["kafka", .. var rest])
{
    await KafkaBenchmark.RunAsync(rest);
    return;
}

if (args is ["state", var bootstrapServers])
{
    await StateBenchmark.RunAsync(bootstrapServers);
    return;
}

BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);

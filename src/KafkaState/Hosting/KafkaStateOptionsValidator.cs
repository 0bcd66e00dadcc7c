using Microsoft.Extensions.Options;

namespace OrleansConnect.KafkaState.Hosting;

/// <summary>Refuses options that cannot work before the silo starts.</summary>
internal sealed class KafkaStateOptionsValidator : IValidateOptions<KafkaStateOptions>
{
    private const int PartitionsMax = 1000;

    public ValidateOptionsResult Validate(string? name, KafkaStateOptions options)
    {
        var problem = options switch
        {
            { BootstrapServers.Length: 0 } => "BootstrapServers is empty. Set it to the address of a Kafka broker, such as 'localhost:9092'.",
            { Partitions: 0 or < -1 or > PartitionsMax } => $"Partitions is {options.Partitions}. Set it to between 1 and {PartitionsMax}, or to -1 for the broker's default.",
            { ReplicationFactor: 0 or < -1 } => $"ReplicationFactor is {options.ReplicationFactor}. Set it to -1 for the broker's default, or to 1 or more.",
            { DeletionRetention: var retention, WriteTimeout: var write } when retention < write * 10 =>
                $"DeletionRetention is {retention}. Set it to ten times the WriteTimeout of {write} or more.",
            _ => FindBadTimeout(options),
        };
        return problem is null ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail($"The Kafka state options '{name}' are not valid: {problem}");
    }

    private static string? FindBadTimeout(KafkaStateOptions options)
    {
        var (setting, value) = new[]
        {
            (nameof(options.StartTimeout), options.StartTimeout),
            (nameof(options.ReadTimeout), options.ReadTimeout),
            (nameof(options.WriteTimeout), options.WriteTimeout),
            (nameof(options.DeletionRetention), options.DeletionRetention),
        }.FirstOrDefault(timeout => timeout.Item2 <= TimeSpan.Zero);
        return setting is null ? null : $"{setting} is {value}. Set it to more than zero.";
    }
}

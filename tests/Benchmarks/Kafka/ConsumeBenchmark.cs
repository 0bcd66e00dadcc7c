using Microsoft.Extensions.Logging.Abstractions;
using OrleansConnect.Kafka;
using OrleansConnect.Kafka.Consuming;

namespace OrleansConnect.Benchmarks.Kafka;

internal sealed class ConsumeBenchmark(BenchmarkSettings settings)
{
    private const int BatchSize = 2000;

    private long _bytes;

    public async Task<string> RunAsync(string topic)
    {
        await using var consumer = new RecordConsumer(settings.Consumer, NullLogger.Instance);
        await consumer.AssignAsync([new TopicPartitionOffset(topic, 0, TopicPartitionOffset.Beginning)], CancellationToken.None);
        using (await consumer.ConsumeAsync(1, TimeSpan.FromSeconds(10), CancellationToken.None))
        {
        }

        var stopper = new Stopper();
        long records = 0;
        long batches = 0;
        while (records < settings.Count)
        {
            using var batch = await consumer.ConsumeAsync(BatchSize, TimeSpan.FromSeconds(5), CancellationToken.None);
            Read(batch);
            records += batch.Count;
            batches++;
        }

        return $"{stopper.Per(records)} {records / batches} records a batch, {_bytes >> 20} MB";
    }

    private void Read(ConsumedBatch batch)
    {
        for (var i = 0; i < batch.Count; i++)
        {
            var message = batch[i];
            if (message.Error is { } error)
            {
                throw new InvalidOperationException(error.ToString());
            }

            _bytes += message.Value.Length + message.Key.Length + (message.TimestampMs >= 0 ? 0 : 1) + (message.Topic.Length > 0 ? 0 : 1);
            foreach (var header in message.Headers)
            {
                _bytes += header.Value.Length;
            }
        }
    }
}

using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace OrleansConnect.Kafka.Admin;

/// <summary>Sends requests with a bound in time, and says what was asked for when one fails.</summary>
internal sealed class AdminRequests(IAdminClient client, string bootstrapServers)
{
    public static TimeSpan Timeout { get; } = TimeSpan.FromSeconds(30);

    public IAdminClient Client { get; } = client;

    /// <summary>Awaits an answer; <paramref name="what"/> completes "Kafka … cannot".</summary>
    public async Task<T> AskAsync<T>(string what, Func<IAdminClient, Task<T>> request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            return await request(Client).WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (KafkaException e)
        {
            throw Failed(what, FirstError(e), e);
        }
    }

    public async Task AskAsync(string what, Func<IAdminClient, Task> request, CancellationToken cancellationToken) =>
        await AskAsync(what, async client =>
        {
            await request(client).ConfigureAwait(false);
            return true;
        }, cancellationToken).ConfigureAwait(false);

    public KafkaClientException Failed(string what, Error error, Exception? cause = null)
    {
        var kafkaError = KafkaError.Create((int)error.Code, error.Reason);
        return new KafkaClientException(
            $"Kafka at '{bootstrapServers}' cannot {what}: {kafkaError}. {ErrorAdvice.For(kafkaError)}", kafkaError, cause);
    }

    // The exceptions for several topics or partitions carry one error each; their own error only counts them.
    private static Error FirstError(KafkaException e) => e switch
    {
        CreateTopicsException x => First(x.Results.Select(r => r.Error), e),
        DeleteTopicsException x => First(x.Results.Select(r => r.Error), e),
        DescribeTopicsException x => First(x.Results.TopicDescriptions.Select(r => r.Error), e),
        DescribeConfigsException x => First(x.Results.Select(r => r.Error), e),
        IncrementalAlterConfigsException x => First(x.Results.Select(r => r.Error), e),
        DescribeConsumerGroupsException x => First(x.Results.ConsumerGroupDescriptions.Select(r => r.Error), e),
        DeleteGroupsException x => First(x.Results.Select(r => r.Error), e),
        ListOffsetsException x => First(x.Result.ResultInfos.Select(r => r.TopicPartitionOffsetError.Error), e),
        ListConsumerGroupOffsetsException x => First(x.Results.SelectMany(r => r.Partitions.Select(p => p.Error).Prepend(r.Error)), e),
        AlterConsumerGroupOffsetsException x => First(x.Results.SelectMany(r => r.Partitions.Select(p => p.Error).Prepend(r.Error)), e),
        DeleteConsumerGroupOffsetsException x => First(x.Result.Partitions.Select(p => p.Error).Prepend(x.Result.Error), e),
        _ => e.Error,
    };

    private static Error First(IEnumerable<Error> errors, KafkaException e) => errors.FirstOrDefault(error => error is { IsError: true }) ?? e.Error;
}

using Confluent.Kafka;
using Confluent.Kafka.Admin;
using OrleansConnect.Kafka.Clients;

namespace OrleansConnect.Kafka.Admin;

/// <summary>Sends requests with a bound in time, and says what was asked for when one fails. Disposed, it has the client answer what was asked before.</summary>
internal sealed class AdminRequests(IAdminClient client, string bootstrapServers, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan CoordinatorPause = TimeSpan.FromMilliseconds(100);

    private readonly ClientUsers _users = new();
    private int _disposed;

    public static TimeSpan Timeout { get; } = TimeSpan.FromSeconds(30);

    /// <summary>For what may be asked of a coordinator twice: of a thousand such requests on a busy machine, librdkafka loses one.</summary>
    public static TimeSpan AttemptTimeout { get; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Awaits an answer; <paramref name="what"/> completes "Kafka … cannot". A coordinator that is not there yet, moves or still loads is asked again for 30 s: nothing that
    /// is asked does harm when it was done already.
    /// </summary>
    public async Task<T> AskAsync<T>(string what, Func<IAdminClient, Task<T>> request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            return await HoldAsync(request, cancellationToken).WaitAsync(cancellationToken).ConfigureAwait(false);
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

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0 && _users.Remove())
        {
            client.Dispose();
        }
    }

    public KafkaClientException Failed(string what, Error error, Exception? cause = null)
    {
        var kafkaError = KafkaError.Create((int)error.Code, error.Reason);
        return new KafkaClientException(
            $"Kafka at '{bootstrapServers}' cannot {what}: {kafkaError}. {ErrorAdvice.For(kafkaError)}", kafkaError, cause);
    }

    // The client itself does not look whether it is still there.
    private async Task<T> HoldAsync<T>(Func<IAdminClient, Task<T>> request, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(!_users.TryAdd(), this);
        try
        {
            return await SendAsync(request, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            if (_users.Remove())
            {
                // It waits for the thread that brings answers, which may be this one.
                new Thread(client.Dispose) { IsBackground = true, Name = "Kafka admin client closing" }.Start();
            }
        }
    }

    private async Task<T> SendAsync<T>(Func<IAdminClient, Task<T>> request, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        while (true)
        {
            try
            {
                return await request(client).ConfigureAwait(false);
            }
            catch (KafkaException e) when (IsOfCoordinator(FirstError(e).Code) && time.GetElapsedTime(started) < Timeout)
            {
                await Task.Delay(CoordinatorPause, time, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    // librdkafka's timeout is that of one attempt, and also what it calls it if a cluster that has never had a group gives it no coordinator in half a second.
    private static bool IsOfCoordinator(ErrorCode code) => code is
        ErrorCode.NotCoordinatorForGroup or ErrorCode.GroupCoordinatorNotAvailable or ErrorCode.GroupLoadInProgress or ErrorCode.Local_TimedOut;

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

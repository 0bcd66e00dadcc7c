using Confluent.Kafka;

namespace OrleansConnect.Kafka.Log;

/// <summary>
/// Finds out, when something looks odd, whether a topic has been deleted or created anew. A broker that has just started may deny a
/// topic it is about to know, so only a denial that lasts counts.
/// </summary>
internal sealed class TopicWatch(TopicFacts facts, CompactedTopicAdmin admin, TimeProvider time) : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _stopping = new();
    private Task _check = Task.CompletedTask;
    private TopicUnusableException? _verdict;

    /// <summary>Set once the topic is known to be gone.</summary>
    public TopicUnusableException? Verdict => Volatile.Read(ref _verdict);

    public void Suspect()
    {
        lock (_gate)
        {
            if (_check.IsCompleted && !_stopping.IsCancellationRequested)
            {
                _check = CheckAsync(_stopping.Token);
            }
        }
    }

    private async Task CheckAsync(CancellationToken cancellationToken)
    {
        var denied = 0L;
        while (true)
        {
            try
            {
                var id = (await admin.FindAsync(facts.Name).ConfigureAwait(false))?.Id;
                if (id == facts.Id)
                {
                    return;
                }

                denied = denied == 0 ? time.GetTimestamp() : denied;
                if (id is not null || time.GetElapsedTime(denied) > Patience)
                {
                    Volatile.Write(ref _verdict, new TopicUnusableException(
                        $"Topic '{facts.Name}' was {(id is null ? "deleted" : "deleted and created anew")} while in use. Restore it from a backup, or accept " +
                        "the loss, and restart this process."));
                    return;
                }
            }
            catch (KafkaException)
            {
                // An unreachable broker says nothing about the topic.
                return;
            }

            await Task.Delay(Pause, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (cancellationToken.IsCancellationRequested)
            {
                return;
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _check.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stopping.Dispose();
    }
}

using OrleansConnect.Abstractions.Data;
using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Runtime.Pipeline;
using OrleansConnect.Runtime.Preview;

namespace OrleansConnect.Runtime.DeadLetters;

/// <summary>Gives letters to a task of a sink and tells what became of each.</summary>
/// <param name="task">The task, started.</param>
/// <param name="to">How results name it.</param>
/// <param name="hide">Puts variables in the place of what they stand for.</param>
/// <param name="time">The clock.</param>
internal sealed class SinkWriter(OneOffSinkTask task, string to, Func<string, string> hide, TimeProvider time)
{
    /// <summary>Puts the letters one by one and flushes them. Never throws: what cannot be told is <see cref="ReplayState.Unknown"/>.</summary>
    /// <param name="records">The letters, in the order in which the task gets them.</param>
    /// <param name="timeout">How long the task may take for all of it.</param>
    /// <returns>What became of each, in the same order.</returns>
    public async Task<IReadOnlyList<ReplayedLetter>> WriteAsync(IReadOnlyList<SinkLetter> records, TimeSpan timeout)
    {
        using var limit = new CancellationTokenSource(timeout, time);
        var (put, failure) = (0, default(Exception));
        try
        {
            for (; put < records.Count; put++)
            {
                await task.PutAsync(records[put].Record).WaitAsync(limit.Token);
            }

            await task.FlushAsync(OffsetsOf(records)).WaitAsync(limit.Token);
        }
        catch (Exception error)
        {
            // The policy for a task that fails: it may have dropped what it kept for a flush, so that none of it is known to be written, and it is not called again.
            failure = error is OperationCanceledException && limit.IsCancellationRequested
                ? new ConnectException($"The connector's task did not write the letters within {timeout.TotalSeconds:F0} s.", error)
                : error;
        }

        return [.. records.Select((record, at) => at > put ? new ReplayedLetter(record.Letter.Id, ReplayState.NotTried)
            : ResultOf(record, failure, at < put && put < records.Count ? records[put].Letter.Id : null))];
    }

    private static Dictionary<TopicPartition, long> OffsetsOf(IReadOnlyList<SinkLetter> records) => records
        .GroupBy(record => record.Record.OriginalTopicPartition)
        .ToDictionary(group => group.Key, group => group.Max(record => record.Record.OriginalOffset) + 1);

    private ReplayedLetter ResultOf(SinkLetter record, Exception? failure, LetterId? failedAt) =>
        task.Reported.TryGetValue((record.Record.OriginalTopicPartition, record.Record.OriginalOffset), out var reported)
            ? new(record.Letter.Id, ReplayState.Failed) { Error = Describe(reported, "") }
            : failure is null ? new(record.Letter.Id, ReplayState.Replayed) { To = to }
            : new(record.Letter.Id, ReplayState.Unknown)
            {
                To = to,
                Error = Describe(failure, failedAt is null ? "" : $"The connector's task failed at dead letter {failedAt} before it had flushed this one: "),
            };

    private PreviewError Describe(Exception error, string before) =>
        new(JavaExceptions.NameOf(error), hide(before + error.Message), ErrorStages.NameOf(ErrorStage.TaskPut), null);
}

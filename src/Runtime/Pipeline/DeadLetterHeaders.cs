using System.Globalization;
using System.Text;
using OrleansConnect.Abstractions.Sources;
using OrleansConnect.Grains;
using OrleansConnect.Runtime.Configuration;
using OrleansConnect.Runtime.Offsets;

namespace OrleansConnect.Runtime.Pipeline;

/// <summary>The headers by which a dead letter tells where it comes from and what went wrong, as Kafka Connect names and writes them (KIP-298).</summary>
internal static class DeadLetterHeaders
{
    public const string Prefix = "__connect.errors.";

    /// <param name="task">Whose record it was.</param>
    /// <param name="failure">What went wrong.</param>
    /// <param name="secrets">What its texts may not show: others may read the queue.</param>
    public static IEnumerable<KeyValuePair<string, byte[]?>> Of(TaskId task, FailedOperation failure, ResolvedSecrets secrets)
    {
        if (failure.Consumed is { } record)
        {
            yield return Header("topic", record.Topic);
            yield return Header("partition", Text(record.Partition));
            yield return Header("offset", Text(record.Offset));
        }

        if (failure.Source is { } read)
        {
            yield return Header("topic", read.Topic);
            yield return new($"{Prefix}source.partition", read.SourcePartition is { } from ? OffsetCodec.ValueOf(SourceOffset.Of(from.Entries)) : null);
            yield return new($"{Prefix}source.offset", read.SourceOffset is { } offset ? OffsetCodec.ValueOf(offset) : null);
        }

        yield return Header("connector.name", task.Connector);
        yield return Header("task.id", Text(task.Task));
        yield return Header("stage", ErrorStages.NameOf(failure.Stage));
        yield return Header("class.name", failure.ClassName);
        yield return Header("exception.class.name", JavaExceptions.NameOf(failure.Error));
        yield return Header("exception.message", JavaExceptions.MessageOf(failure.Error) is { } message ? secrets.Hide(message) : null);
        yield return Header("exception.stacktrace", secrets.Hide(JavaExceptions.TraceOf(failure.Error)));
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static KeyValuePair<string, byte[]?> Header(string name, string? value) =>
        new($"{Prefix}{name}", value is null ? null : Encoding.UTF8.GetBytes(value));
}

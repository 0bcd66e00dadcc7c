using System.Reflection;
using Confluent.Kafka;
using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Runtime.Offsets;
using ErrorCode = Confluent.Kafka.ErrorCode;

namespace OrleansConnect.Tests.Unit.Runtime.Offsets;

/// <summary>What is said of a change of several offsets that Kafka does not take, whatever of the transaction fails.</summary>
public sealed class OffsetTransactionTests
{
    private const string NotWritten = "The source offsets could not be written to topic 'offsets' in transaction 'connect-offsets-offsets-c', nothing was changed: ";

    private static readonly Error Reason = new(ErrorCode.ClusterAuthorizationFailed, "No.");

    [Theory]
    [InlineData("InitTransactions", false)]
    [InlineData("BeginTransaction", false)]
    [InlineData("Produce", false)]
    [InlineData("CommitTransaction", false)]
    [InlineData("CommitTransaction", true)]
    public async Task A_call_that_Kafka_refuses_is_told_as_what_it_means_for_the_user(string call, bool isAbortRefused)
    {
        var calls = new List<string>();
        var producer = Scripted.Of(name =>
        {
            calls.Add(name);
            if (name == call)
            {
                throw call == "CommitTransaction" ? new KafkaTxnRequiresAbortException(Reason) : new KafkaException(Reason);
            }

            if (name == "AbortTransaction" && isAbortRefused)
            {
                throw new KafkaException(new Error(ErrorCode.Local_Fatal, "Not that either."));
            }
        });

        var error = await Assert.ThrowsAsync<ConnectException>(() => WriteAsync(producer));

        Assert.StartsWith($"{NotWritten}No.", error.Message, StringComparison.Ordinal);
        Assert.Equal(call == "CommitTransaction", calls.Contains("AbortTransaction"));
        Assert.Equal("Dispose", calls[^1]);
    }

    [Fact]
    public async Task A_commit_without_an_answer_is_told_as_unknown()
    {
        var producer = Scripted.Of(name => _ = name == "CommitTransaction" ? throw new KafkaRetriableException(new Error(ErrorCode.Local_TimedOut, "Slow.")) : true);

        var error = await Assert.ThrowsAsync<RetriableException>(() => WriteAsync(producer));

        Assert.StartsWith("Whether the source offsets were written to topic 'offsets' is not known", error.Message, StringComparison.Ordinal);
    }

    private static Task WriteAsync(IProducer<byte[], byte[]?> producer) =>
        new OffsetTransaction("offsets", _ => producer).WriteAsync("c", [new([1], [2])], TestContext.Current.CancellationToken);

    /// <summary>A producer of which each call does what the test says.</summary>
    public class Scripted : DispatchProxy
    {
        private Action<string> _act = _ => { };

        public static IProducer<byte[], byte[]?> Of(Action<string> act)
        {
            var producer = Create<IProducer<byte[], byte[]?>, Scripted>();
            ((Scripted)(object)producer)._act = act;
            return producer;
        }

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        {
            _act(targetMethod?.Name ?? "");
            return null;
        }
    }
}

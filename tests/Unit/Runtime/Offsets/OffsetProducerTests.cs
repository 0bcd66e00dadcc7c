using System.Reflection;
using Confluent.Kafka;
using Microsoft.Extensions.Logging.Abstractions;
using OrleansConnect.Kafka.Log;
using OrleansConnect.Runtime.Configuration;
using OrleansConnect.Runtime.Offsets;

namespace OrleansConnect.Tests.Unit.Runtime.Offsets;

/// <summary>The producer of source offsets: it outlives its sessions, and no write outlives its commit.</summary>
public sealed class OffsetProducerTests
{
    private static readonly Error Passing = new(Confluent.Kafka.ErrorCode.Local_MsgTimedOut, "late", isFatal: false);
    private static readonly Error Fatal = new(Confluent.Kafka.ErrorCode.Local_Fatal, "sequence lost", isFatal: true);

    private readonly List<FakeProducer> _built = [];

    [Theory]
    [InlineData(true, 2)]
    [InlineData(false, 1)]
    public async Task Is_replaced_after_a_fatal_error_and_no_other(bool isFatal, int built)
    {
        using var producer = new OffsetProducer("offsets", Build, NullLogger.Instance);
        _built[0].Error = isFatal ? Fatal : Passing;

        await Assert.ThrowsAnyAsync<KafkaException>(() => WriteAsync(producer));
        _built[0].Error = isFatal ? Fatal : null;
        await WriteAsync(producer);

        Assert.Equal(built, _built.Count);
        Assert.Equal(isFatal, _built[0].IsDisposed);
        Assert.False(_built[^1].IsDisposed);
    }

    [Fact]
    public async Task Is_replaced_once_for_all_who_wrote_with_it()
    {
        using var producer = new OffsetProducer("offsets", Build, NullLogger.Instance);
        (_built[0].Error, _built[0].Answered) = (Fatal, new(TaskCreationOptions.RunContinuationsAsynchronously));
        Task[] writes = [WriteAsync(producer), WriteAsync(producer)];

        await Task.Yield();
        Assert.False(_built[0].IsDisposed);
        _built[0].Answered!.SetResult();
        foreach (var write in writes)
        {
            await Assert.ThrowsAnyAsync<KafkaException>(() => write);
        }

        Assert.Equal((2, true), (_built.Count, _built[0].IsDisposed));
        await WriteAsync(producer);
    }

    [Theory]
    [InlineData(3, 3)]
    [InlineData(60, 10)]
    public void A_write_ends_before_its_commit_is_given_up(int flushTimeoutSeconds, int writeTimeoutSeconds)
    {
        var worker = new WorkerConfig
        {
            Settings = new Dictionary<string, string?>(),
            BootstrapServers = "k:1",
            GroupId = "g",
            OffsetFlushTimeout = TimeSpan.FromSeconds(flushTimeoutSeconds),
        };

        var topic = OffsetTopic.Of(worker, new KafkaConnection("k:1"), TimeSpan.FromSeconds(30));

        Assert.Equal(TimeSpan.FromSeconds(writeTimeoutSeconds), topic.WriteTimeout);
        Assert.Equal(topic.WriteTimeout, topic.Owned("own", new KafkaConnection("k:2")).WriteTimeout);
    }

    private static Task WriteAsync(OffsetProducer producer) => producer.WriteAsync([new([1], [2])], TestContext.Current.CancellationToken);

    private IProducer<byte[], byte[]?> Build()
    {
        var producer = DispatchProxy.Create<IProducer<byte[], byte[]?>, FakeProducer>();
        _built.Add((FakeProducer)producer);
        return producer;
    }

    /// <summary>Answers each message in the same way.</summary>
    public class FakeProducer : DispatchProxy
    {
        public Error? Error { get; set; }

        public TaskCompletionSource? Answered { get; set; }

        public bool IsDisposed { get; private set; }

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        {
            if (targetMethod?.Name == nameof(IProducer<,>.ProduceAsync))
            {
                return ProduceAsync();
            }

            IsDisposed |= targetMethod?.Name == nameof(IDisposable.Dispose);
            return null;
        }

        private async Task<DeliveryResult<byte[], byte[]?>> ProduceAsync()
        {
            await (Answered?.Task ?? Task.CompletedTask);
            return Error is { } error ? throw new ProduceException<byte[], byte[]?>(error, new()) : new();
        }
    }
}

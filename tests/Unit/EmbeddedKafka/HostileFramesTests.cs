using System.Buffers.Binary;
using OrleansConnect.EmbeddedKafka.Log;
using OrleansConnect.EmbeddedKafka.Server;
using OrleansConnect.EmbeddedKafka.Topics;
using OrleansConnect.EmbeddedKafka.Wire;
using ErrorCode = OrleansConnect.EmbeddedKafka.Wire.ErrorCode;

namespace OrleansConnect.Tests.Unit.EmbeddedKafka;

public sealed class HostileFramesTests : IDisposable
{
    private const int MaxFrameBytes = 1024 * 1024;

    /// <summary>More on demand: BROKER_HOSTILE_FRAMES=10000000, with another BROKER_HOSTILE_SEED.</summary>
    private static readonly int Frames = Setting("BROKER_HOSTILE_FRAMES", 100_000);
    private static readonly byte[][] ValidFrames =
    [
        RawClient.Frame(new ProduceRequest { Acks = -1, TopicData = [new() { Name = "t", PartitionData = [new() { Records = new WireRecords(Batch(), null) }] }] }, 9),
        RawClient.Frame(new FetchRequest { MaxWaitMs = 1, MaxBytes = 1000, Topics = [new() { Topic = "t", Partitions = [new() { PartitionMaxBytes = 1000 }] }] }, 12),
        RawClient.Frame(new ListOffsetsRequest { Topics = [new() { Name = "t", Partitions = [new() { Timestamp = -3 }, new() { Timestamp = 1 }] }] }, 7),
        RawClient.Frame(new MetadataRequest { Topics = [new() { Name = "t" }] }, 12),
        RawClient.Frame(new JoinGroupRequest { GroupId = "g", SessionTimeoutMs = 6000, ProtocolType = "consumer", Protocols = [new() { Name = "range", Metadata = [0, 0, 0, 0, 0, 1] }] }, 5),
        RawClient.Frame(new SyncGroupRequest { GroupId = "g", Assignments = [new() { MemberId = "m", Assignment = [1] }] }, 5),
        RawClient.Frame(new OffsetCommitRequest { GroupId = "g", GenerationIdOrMemberEpoch = -1, Topics = [new() { Name = "t", Partitions = [new() { CommittedOffset = 1 }] }] }, 8),
        RawClient.Frame(new OffsetFetchRequest { Groups = [new() { GroupId = "g", Topics = [new() { Name = "t", PartitionIndexes = [0, 1] }] }] }, 8),
        RawClient.Frame(new CreateTopicsRequest { ValidateOnly = true, Topics = [new() { Name = "n", NumPartitions = 2, ReplicationFactor = 1, Configs = [new() { Name = "retention.ms", Value = "5" }] }] }, 7),
        RawClient.Frame(new InitProducerIdRequest { TransactionalId = "x", TransactionTimeoutMs = 1000 }, 4),
        RawClient.Frame(new AddPartitionsToTxnRequest { TransactionalId = "x", Topics = [new() { Name = "t", Partitions = [0, 1] }] }, 3),
        RawClient.Frame(new TxnOffsetCommitRequest { TransactionalId = "x", GroupId = "g", Topics = [new() { Name = "t", Partitions = [new() { CommittedOffset = 1 }] }] }, 3),
        RawClient.Frame(new EndTxnRequest { TransactionalId = "x", Committed = true }, 3),
        RawClient.Frame(new DeleteRecordsRequest { Topics = [new() { Name = "t", Partitions = [new() { Offset = 1 }] }] }, 2),
        RawClient.Frame(new DescribeConfigsRequest { Resources = [new() { ResourceType = 2, ResourceName = "t" }] }, 4),
        RawClient.Frame(new IncrementalAlterConfigsRequest { Resources = [new() { ResourceType = 2, ResourceName = "t", Configs = [new() { Name = "retention.ms", Value = "5" }] }] }, 1),
    ];

    private readonly BrokerFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Hostile_frames_neither_crash_the_broker_nor_fill_its_memory()
    {
        using var directory = DataDirectory.Open(_folder.Path);
        var config = new BrokerConfig(new Dictionary<string, string> { ["auto.create.topics.enable"] = "false", ["group.min.session.timeout.ms"] = "1000" });
        using var parts = new BrokerParts(directory, config, "127.0.0.1", Microsoft.Extensions.Logging.Abstractions.NullLoggerFactory.Instance, TimeProvider.System);
        parts.Topics.GetOrCreate("t", 2, new Dictionary<string, string>(), out _);
        var router = ApiRoutes.Build(parts);
        var frames = new FrameHandler(router, MaxFrameBytes);
        var random = new Random(Setting("BROKER_HOSTILE_SEED", 20261123));
        using var stop = new CancellationTokenSource();
        var waiting = new List<Task>();
        var largest = 0L;

        for (var i = 0; i < Frames; i++)
        {
            var frame = Hostile(random, [.. router.Apis]);
            var before = GC.GetAllocatedBytesForCurrentThread();
            var answer = AnswerAsync(frames, frame, stop.Token);
            largest = Math.Max(largest, GC.GetAllocatedBytesForCurrentThread() - before);
            if (!answer.IsCompleted)
            {
                waiting.Add(answer);
            }
            else
            {
                await answer;
            }
        }

        await stop.CancelAsync();
        await Task.WhenAll(waiting);

        Assert.True(largest < 8 * MaxFrameBytes, $"One frame made the broker allocate {largest} bytes.");
        var after = parts.Topics.GetOrCreate("after", 1, new Dictionary<string, string>(), out _);
        Assert.Equal(0, after.Partitions[0].EndOffset);
    }

    [Theory]
    [InlineData(int.MaxValue)]
    [InlineData(-1)]
    [InlineData(MaxFrameBytes + 1)]
    public async Task A_length_beyond_the_limit_is_cut_off(int length)
    {
        await using var broker = await _folder.StartAsync(new() { ["socket.request.max.bytes"] = $"{MaxFrameBytes}" });
        using var client = await RawClient.ConnectAsync(broker.BootstrapServers);
        var prefix = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(prefix, length);

        await client.Stream.WriteAsync(prefix, TestContext.Current.CancellationToken);

        Assert.True(await client.IsClosedAsync());
        using var next = await RawClient.ConnectAsync(broker.BootstrapServers);
        Assert.NotEmpty((await next.AskAsync<ApiVersionsRequest, ApiVersionsResponse>(new ApiVersionsRequest(), 3)).ApiKeys);
    }

    [Fact]
    public async Task An_unknown_version_of_ApiVersions_is_answered_with_what_is_spoken()
    {
        await using var broker = await _folder.StartAsync();
        using var client = await RawClient.ConnectAsync(broker.BootstrapServers);

        await client.SendAsync(RawClient.Frame(new ApiVersionsRequest(), 99));
        var reader = new WireReader(await client.ReceiveAsync(), long.MaxValue);
        reader.Int32();
        var answer = ApiVersionsResponse.Read(ref reader, 0);

        Assert.Equal(ErrorCode.UnsupportedVersion, answer.ErrorCode);
        Assert.NotEmpty(answer.ApiKeys);
    }

    private static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), System.Globalization.CultureInfo.InvariantCulture, out var value) ? value : otherwise;

    private static byte[] Batch()
    {
        var batch = new BatchBuilder();
        batch.Add("key"u8, "value"u8, isTombstone: false);
        return batch.Build(TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds());
    }

    private static async Task AnswerAsync(FrameHandler frames, byte[] frame, CancellationToken stopping)
    {
        try
        {
            (await frames.HandleAsync(frame, "test", stopping))?.Dispose();
        }
        catch (Exception exception) when (exception is MalformedFrameException or OperationCanceledException)
        {
            // Cut off, as a hostile client should be.
        }
    }

    private static byte[] Hostile(Random random, ApiSpan[] apis) => random.Next(2) == 0 ? Damaged(random) : Noise(random, apis);

    /// <summary>A valid request with bytes changed, numbers set to extremes, or its end missing.</summary>
    private static byte[] Damaged(Random random)
    {
        var frame = ValidFrames[random.Next(ValidFrames.Length)].ToArray();
        for (var changes = random.Next(1, 4); changes > 0; changes--)
        {
            var at = random.Next(8, frame.Length);
            if (random.Next(2) == 0 && at + 4 <= frame.Length)
            {
                BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(at), random.Next(4) switch { 0 => int.MaxValue, 1 => int.MinValue, 2 => -1, _ => 1 << random.Next(31) });
            }
            else
            {
                frame[at] = (byte)random.Next(256);
            }
        }

        return random.Next(4) == 0 ? frame[..random.Next(8, frame.Length)] : frame;
    }

    /// <summary>Random bytes under a valid head.</summary>
    private static byte[] Noise(Random random, ApiSpan[] apis)
    {
        var api = apis[random.Next(apis.Length)];
        var version = (short)random.Next(api.First, api.Last + 1);
        var body = new byte[random.Next(0, 200)];
        if (random.Next(3) == 0)
        {
            random.NextBytes(body);
        }
        else
        {
            // Small numbers and letters get deeper than noise does.
            for (var i = 0; i < body.Length; i++)
            {
                body[i] = random.Next(4) switch { 0 => 0, 1 => (byte)random.Next(4), 2 => (byte)'t', _ => (byte)random.Next(256) };
            }
        }

        using var writer = new WireWriter();
        writer.Int16(api.Key);
        writer.Int16(random.Next(50) == 0 ? (short)random.Next(short.MaxValue) : version);
        writer.Int32(random.Next());
        writer.String("fuzz", flexible: false);
        if (version >= api.FlexibleFrom)
        {
            writer.VarUInt(0);
        }

        return [.. writer.Written.Span, .. body];
    }
}

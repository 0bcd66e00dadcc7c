using OrleansConnect.EmbeddedKafka.Log;
using OrleansConnect.EmbeddedKafka.Wire;
using OrleansConnect.Tests.Unit.EmbeddedKafka;
using WireError = OrleansConnect.EmbeddedKafka.Wire.ErrorCode;

namespace OrleansConnect.Tests.Conformance.Broker;

/// <summary>What clients hide from their users, asked frame by frame: sequences, fencing, waiting fetches and their sessions.</summary>
public abstract class ProtocolConformance(IBrokerUnderTest broker) : IAsyncLifetime
{
    private const int LongWaitMs = 60_000;
    private const WireError StillLoading = (WireError)14;
    private const WireError NotCoordinator = (WireError)16;
    private readonly Clients _clients = new(broker.BootstrapServers);
    private RawClient _raw = null!; // InitializeAsync connects it before a test runs
    private string _topic = "";

    public async ValueTask InitializeAsync()
    {
        _topic = await _clients.NewTopicAsync(partitions: 2);
        _raw = await RawClient.ConnectAsync(broker.BootstrapServers);
    }

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        _raw?.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_repeated_batch_is_stored_once()
    {
        var producer = (await InitializeProducerAsync(null)).ProducerId;

        var first = await ProduceAsync(Batch(3, producer, sequence: 0));
        var second = await ProduceAsync(Batch(2, producer, sequence: 3));
        var repeated = await ProduceAsync(Batch(3, producer, sequence: 0));
        var gap = await ProduceAsync(Batch(1, producer, sequence: 9));
        var next = await ProduceAsync(Batch(1, producer, sequence: 5));

        Assert.Equal((WireError.None, 0), (first.ErrorCode, first.BaseOffset));
        Assert.Equal((WireError.None, 3), (second.ErrorCode, second.BaseOffset));
        Assert.Equal((WireError.None, 0), (repeated.ErrorCode, repeated.BaseOffset));
        Assert.Equal(WireError.OutOfOrderSequenceNumber, gap.ErrorCode);
        Assert.Equal((WireError.None, 5), (next.ErrorCode, next.BaseOffset));
    }

    [Fact]
    public async Task A_producer_of_an_older_epoch_is_refused()
    {
        var producer = (await InitializeProducerAsync(null)).ProducerId;

        await ProduceAsync(Batch(1, producer, epoch: 1, sequence: 0));
        var old = await ProduceAsync(Batch(1, producer, epoch: 0, sequence: 0));

        Assert.Equal(WireError.InvalidProducerEpoch, old.ErrorCode);
    }

    [Fact]
    public async Task Bytes_that_were_damaged_on_the_way_are_refused()
    {
        var batch = Batch(1);
        batch[^1] ^= 1;

        Assert.Equal(WireError.CorruptMessage, (await ProduceAsync(batch)).ErrorCode);
        Assert.Equal(0, (await ProduceAsync(Batch(1))).BaseOffset);
    }

    [Fact]
    public async Task A_producer_that_wants_no_answer_gets_none_and_acks_must_be_known()
    {
        await _raw.SendAsync(RawClient.Frame(Produced(Batch(1), acks: 0), 9));
        var next = await ProduceAsync(Batch(1));
        var unknown = await ProduceAsync(Batch(1), acks: 2);

        Assert.Equal(1, next.BaseOffset);
        Assert.Equal(WireError.InvalidRequiredAcks, unknown.ErrorCode);
    }

    [Fact]
    public async Task A_waiting_fetch_is_answered_when_records_come_and_not_before()
    {
        var waiting = FetchAsync(waitMs: LongWaitMs);
        Assert.False(waiting.IsCompleted);
        using var other = await RawClient.ConnectAsync(broker.BootstrapServers);

        await other.AskAsync<ProduceRequest, ProduceResponse>(Produced(Batch(2)), 9);
        var answer = await waiting.WaitAsync(TimeSpan.FromMilliseconds(LongWaitMs / 2), TimeProvider.System, TestContext.Current.CancellationToken);

        Assert.Equal(2, Partition(answer, 0).HighWatermark);
        Assert.NotEqual(0, Partition(answer, 0).Records.Length);
    }

    [Fact]
    public async Task A_fetch_that_wants_more_than_there_is_ends_with_its_time()
    {
        await ProduceAsync(Batch(1));

        var answer = await FetchAsync(waitMs: 50, minBytes: 1_000_000);

        Assert.NotEqual(0, Partition(answer, 0).Records.Length);
    }

    [Fact]
    public async Task A_fetch_session_tells_only_what_is_new()
    {
        var full = await FetchAsync(session: (0, 0), partitions: [0, 1]);
        var nothing = await FetchAsync(session: (full.SessionId, 1), partitions: []);
        await ProduceAsync(Batch(1), partition: 1);
        var news = await FetchAsync(session: (full.SessionId, 2), partitions: []);
        var forgotten = await FetchAsync(session: (full.SessionId, 3), partitions: [], forgotten: [1]);

        Assert.NotEqual(0, full.SessionId);
        Assert.Equal([0, 1], Assert.Single(full.Responses).Partitions.Select(partition => partition.PartitionIndex).Order());
        Assert.Empty(nothing.Responses);
        Assert.Equal(1, Assert.Single(Assert.Single(news.Responses).Partitions).PartitionIndex);
        Assert.Empty(forgotten.Responses);
    }

    [Fact]
    public async Task A_fetch_session_that_is_not_known_or_out_of_step_is_refused()
    {
        var full = await FetchAsync(session: (0, 0));

        Assert.Equal(WireError.FetchSessionIdNotFound, (await FetchAsync(session: (full.SessionId == 1 ? 2 : 1, 1))).ErrorCode);
        Assert.Equal(WireError.InvalidFetchSessionEpoch, (await FetchAsync(session: (full.SessionId, 7))).ErrorCode);
    }

    [Fact]
    public async Task Readers_of_committed_data_are_told_where_it_ends_and_what_was_aborted()
    {
        var transaction = await BeginAsync(partition: 0);
        await ProduceAsync(Batch(2, transaction.ProducerId, sequence: 0, kind: BatchKind.Transactional), transaction.Id);
        var during = Partition(await FetchAsync(waitMs: 1, committedOnly: true), 0);
        var producers = await _raw.AskAsync<DescribeProducersRequest, DescribeProducersResponse>(new() { Topics = [new() { Name = _topic, PartitionIndexes = [0] }] }, 0);
        var described = await _raw.AskAsync<DescribeTransactionsRequest, DescribeTransactionsResponse>(new() { TransactionalIds = [transaction.Id] }, 0);
        var listed = await _raw.AskAsync<ListTransactionsRequest, ListTransactionsResponse>(new() { StateFilters = ["Ongoing"] }, 0);
        var ended = await _raw.AskAsync<EndTxnRequest, EndTxnResponse>(new() { TransactionalId = transaction.Id, ProducerId = transaction.ProducerId }, 3);
        var after = Partition(await UntilStableAsync(3), 0);

        Assert.Equal((2, 0, 0), (during.HighWatermark, during.LastStableOffset, during.Records.Length));
        Assert.Equal(0, Assert.Single(producers.Topics[0].Partitions[0].ActiveProducers).CurrentTxnStartOffset);
        Assert.Equal("Ongoing", Assert.Single(described.TransactionStates).TransactionState);
        Assert.Contains(listed.TransactionStates, found => found.TransactionalId == transaction.Id);
        Assert.Equal(WireError.None, ended.ErrorCode);
        Assert.Equal((transaction.ProducerId, 0), Assert.Single(after.AbortedTransactions ?? []) is var aborted ? (aborted.ProducerId, aborted.FirstOffset) : default);
    }

    [Fact]
    public async Task A_fenced_producer_can_neither_write_nor_end()
    {
        var zombie = await BeginAsync(partition: 0);
        await ProduceAsync(Batch(1, zombie.ProducerId, sequence: 0, kind: BatchKind.Transactional), zombie.Id);
        var successor = await InitializeProducerAsync(zombie.Id);

        var written = await ProduceAsync(Batch(1, zombie.ProducerId, sequence: 1, kind: BatchKind.Transactional), zombie.Id);
        var ended = await _raw.AskAsync<EndTxnRequest, EndTxnResponse>(new() { TransactionalId = zombie.Id, ProducerId = zombie.ProducerId, Committed = true }, 3);

        Assert.True(successor.ProducerId != zombie.ProducerId || successor.ProducerEpoch > 0);
        Assert.Equal(WireError.InvalidProducerEpoch, written.ErrorCode);
        Assert.Equal(WireError.ProducerFenced, ended.ErrorCode);
    }

    [Fact]
    public async Task Records_outside_of_a_transaction_are_refused_where_one_is_named()
    {
        var id = NewTransactionalId();
        var producer = await InitializeProducerAsync(id);

        var written = await ProduceAsync(Batch(1, producer.ProducerId, producer.ProducerEpoch, 0, BatchKind.Transactional), id);

        Assert.Equal(WireError.InvalidTxnState, written.ErrorCode);
    }

    [Fact]
    public async Task An_epoch_of_the_leader_ends_where_the_log_does()
    {
        await ProduceAsync(Batch(4));

        var answer = await _raw.AskAsync<OffsetForLeaderEpochRequest, OffsetForLeaderEpochResponse>(
            new() { Topics = [new() { Topic = _topic, Partitions = [new() { Partition = 0, LeaderEpoch = 0 }] }] }, 4);

        Assert.Equal((WireError.None, 4), (answer.Topics[0].Partitions[0].ErrorCode, answer.Topics[0].Partitions[0].EndOffset));
    }

    [Fact]
    public async Task A_waiting_fetch_ends_when_its_topic_is_deleted()
    {
        var waiting = FetchAsync(waitMs: 3000);
        using var admin = _clients.Admin();

        await admin.DeleteTopicsAsync([_topic]);
        await waiting.WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System, TestContext.Current.CancellationToken);

        Assert.Equal(WireError.UnknownTopicOrPartition, Partition(await FetchAsync(waitMs: 1), 0).ErrorCode);
    }

    private static byte[] Batch(int count, long producerId = -1, short epoch = 0, int sequence = -1, BatchKind kind = BatchKind.Plain)
    {
        var batch = new BatchBuilder();
        for (var i = 0; i < count; i++)
        {
            batch.Add("key"u8, "value"u8, isTombstone: false);
        }

        var now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        return batch.Build(new BatchHeader
        {
            Attributes = (short)kind,
            LastOffsetDelta = count - 1,
            BaseTimestamp = now,
            MaxTimestamp = now,
            ProducerId = producerId,
            ProducerEpoch = producerId < 0 ? (short)-1 : epoch,
            BaseSequence = sequence,
        });
    }

    private static string NewTransactionalId() => "raw-" + Guid.NewGuid().ToString("N");

    private static FetchResponse.ResponseEntry.PartitionEntry Partition(FetchResponse answer, int partition) =>
        answer.Responses.SelectMany(topic => topic.Partitions).Single(candidate => candidate.PartitionIndex == partition);

    private async Task<InitProducerIdResponse> InitializeProducerAsync(string? transactionalId)
    {
        while (true)
        {
            // Apache Kafka makes its log of transactions when it is first asked who keeps it.
            await _raw.AskAsync<FindCoordinatorRequest, FindCoordinatorResponse>(new() { KeyType = 1, CoordinatorKeys = [transactionalId ?? ""] }, 4);
            var answer = await _raw.AskAsync<InitProducerIdRequest, InitProducerIdResponse>(
                new() { TransactionalId = transactionalId, TransactionTimeoutMs = LongWaitMs }, 4);
            if (answer.ErrorCode is not (WireError.ConcurrentTransactions or WireError.CoordinatorNotAvailable or NotCoordinator or StillLoading))
            {
                Assert.Equal(WireError.None, answer.ErrorCode);
                return answer;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }

    private async Task<(string Id, long ProducerId)> BeginAsync(int partition)
    {
        var id = NewTransactionalId();
        var producer = await InitializeProducerAsync(id);
        var added = await _raw.AskAsync<AddPartitionsToTxnRequest, AddPartitionsToTxnResponse>(
            new() { TransactionalId = id, ProducerId = producer.ProducerId, ProducerEpoch = producer.ProducerEpoch, Topics = [new() { Name = _topic, Partitions = [partition] }] }, 3);
        Assert.Equal(WireError.None, added.ResultsByTopic[0].ResultsByPartition[0].PartitionErrorCode);
        return (id, producer.ProducerId);
    }

    private ProduceRequest Produced(byte[] batch, string? transactionalId = null, int partition = 0, short acks = -1) => new()
    {
        TransactionalId = transactionalId,
        Acks = acks,
        TimeoutMs = LongWaitMs,
        TopicData = [new() { Name = _topic, PartitionData = [new() { Index = partition, Records = new WireRecords(batch, null) }] }],
    };

    private async Task<ProduceResponse.ResponseEntry.PartitionResponseEntry> ProduceAsync(byte[] batch, string? transactionalId = null, int partition = 0, short acks = -1) =>
        (await _raw.AskAsync<ProduceRequest, ProduceResponse>(Produced(batch, transactionalId, partition, acks), 9)).Responses[0].PartitionResponses[0];

    private Task<FetchResponse> FetchAsync(
        int waitMs = 1, int minBytes = 1, bool committedOnly = false, (int Id, int Epoch)? session = null, int[]? partitions = null, int[]? forgotten = null) =>
        _raw.AskAsync<FetchRequest, FetchResponse>(
            new()
            {
                MaxWaitMs = waitMs,
                MinBytes = minBytes,
                MaxBytes = 1_000_000,
                IsolationLevel = committedOnly ? (sbyte)1 : (sbyte)0,
                SessionId = session?.Id ?? 0,
                SessionEpoch = session?.Epoch ?? -1,
                Topics = partitions is [] ? [] : [new() { Topic = _topic, Partitions = [.. (partitions ?? [0]).Select(partition => new FetchRequest.TopicEntry.PartitionEntry { Partition = partition, PartitionMaxBytes = 1_000_000 })] }],
                ForgottenTopicsData = forgotten is null ? [] : [new() { Topic = _topic, Partitions = [.. forgotten] }],
            },
            12);

    /// <summary>Markers are written after the transaction's end was answered.</summary>
    private async Task<FetchResponse> UntilStableAsync(long offset)
    {
        while (true)
        {
            var answer = await FetchAsync(committedOnly: true);
            if (Partition(answer, 0).LastStableOffset >= offset)
            {
                return answer;
            }
        }
    }
}

using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using OrleansConnect.Client;
using OrleansConnect.Tests.EndToEnd.Client;
using OrleansConnect.Tests.EndToEnd.Processes;
using OrleansConnect.Tests.Integration;

namespace OrleansConnect.Tests.EndToEnd;

/// <summary>Offsets that are read and changed from outside, by each door, and records that go on from there.</summary>
[Collection(KafkaCollection.Name)]
public sealed class OffsetsTests(RealKafka kafka) : IDisposable
{
    private readonly WorkFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Group => $"offsets-{Path.GetFileName(_folder.Path)}";

    private string Topic => $"{Group}-lines";

    private string Input => _folder.File("in.txt");

    private string Output => _folder.File("out.txt");

    [Theory]
    [InlineData("disabled")]
    [InlineData("enabled")]
    public async Task A_source_goes_on_at_the_altered_offset_and_after_a_reset_from_the_start(string exactlyOnce)
    {
        await File.WriteAllTextAsync(Input, "one\ntwo\nthree\n", Cancel);
        await using var worker = await StartAsync($"--exactly.once.source.support={exactlyOnce}");
        using var topic = new TopicLines(kafka.BootstrapServers, Topic);
        await worker.CreateAsync("in", [.. Source(), .. exactlyOnce == "enabled" ? [("offsets.storage.topic", $"{Topic}-offsets")] : Array.Empty<(string, string)>()]);
        await topic.ReadAsync(3, () => worker.Details);
        await StopAsync(worker, "in");
        Assert.Equal(Offsets(Position(14)), await worker.Rest.GetStringAsync("/connectors/in/offsets", Cancel));

        await AnswersAsync(worker, HttpMethod.Patch, "in", Offsets(Position(8)), 200, "The offsets for this connector have been altered successfully");
        await ResumeAsync(worker, "in");

        Assert.Equal(["one", "two", "three", "three"], await topic.ReadAsync(4, () => worker.Details));

        await StopAsync(worker, "in");
        await AnswersAsync(worker, HttpMethod.Delete, "in", null, 200, "The offsets for this connector have been reset successfully");
        Assert.Equal("""{"offsets":[]}""", await worker.Rest.GetStringAsync("/connectors/in/offsets", Cancel));
        await ResumeAsync(worker, "in");

        Assert.Equal(["one", "two", "three"], (await topic.ReadAsync(7, () => worker.Details)).Skip(4));
    }

    [Fact]
    public async Task A_sink_is_moved_with_a_plan_first_and_the_move_is_undone_after_the_death_of_every_worker()
    {
        await ProduceAsync(10);
        await using (var first = await StartAsync())
        {
            await first.CreateAsync("out", Sink());
            await HasLinesAsync(10, first);
            await StopAsync(first, "out");
            var shown = await CliAsync(first, "offsets", "out");
            Assert.Equal($"TOPIC{Blanks(0)}PARTITION  OFFSET  END  LAG\n{Topic}          0      10   10    0\n", shown.Output);

            var plan = await CliAsync(first, "offsets", "out", "--shift-by", "-4", "--dry-run");
            Assert.Contains("reads 4 records again", plan.Output, StringComparison.Ordinal);
            var unasked = await CliAsync(first, "offsets", "out", "--shift-by", "-4");
            Assert.Equal((2, true), (unasked.ExitCode, unasked.Error.Contains("Add --yes", StringComparison.Ordinal)));
            Assert.Equal(10, await OffsetAsync(first));
            var moved = await CliAsync(first, "offsets", "out", "--shift-by", "-4", "--yes");
            Assert.True(moved.ExitCode == 0, moved.Error);
            Assert.EndsWith("The offsets for this connector have been altered successfully.\n", moved.Output, StringComparison.Ordinal);
            Assert.Equal(6, await OffsetAsync(first));
            await first.KillAsync();
        }

        await using var second = await StartAsync();
        await Eventually.IsTrueAsync(async () => (await CliAsync(second, "offsets", "out", "--undo", "--yes")).ExitCode == 0, "the move is undone", details: () => second.Log);
        Assert.Equal(10, await OffsetAsync(second));
        await CliAsync(second, "offsets", "out", "--to-earliest", "--yes");
        Assert.Equal(0, await OffsetAsync(second));
        await ResumeAsync(second, "out");
        await HasLinesAsync(20, second);
    }

    [Fact]
    public async Task A_sink_that_was_created_stopped_starts_where_it_was_moved_to_in_the_group_of_its_name()
    {
        await ProduceAsync(5);
        await using var worker = await StartAsync();
        await CreateStoppedAsync(worker, $"{Group}-new", [("connector.class", "FileStreamSink"), ("file", Output), ("topics", Topic)]);
        await AnswersAsync(worker, HttpMethod.Patch, $"{Group}-new", Offsets(Kafka(3)), 200, "The offsets for this connector have been altered successfully");
        Assert.Equal(3, await CommittedAsync($"connect-{Group}-new"));

        await ResumeAsync(worker, $"{Group}-new");

        await HasLinesAsync(2, worker);
        Assert.Equal(["3", "4"], await File.ReadAllLinesAsync(Output, Cancel));
        await Eventually.IsTrueAsync(async () => await CommittedAsync($"connect-{Group}-new") == 5, "the group has the end", details: () => worker.Details);
    }

    [Fact]
    public async Task A_sink_is_moved_to_a_time_within_its_log()
    {
        var time = TimeProvider.System.GetUtcNow();
        await ProduceAsync(3, time.AddHours(-2));
        await ProduceAsync(4, time);
        await using var worker = await StartAsync();
        await CreateStoppedAsync(worker, "out", Sink());

        await CliAsync(worker, "offsets", "out", "--to-datetime", time.AddHours(-1).ToString("o"), "--yes");
        Assert.Equal(3, await OffsetAsync(worker));

        await CliAsync(worker, "offsets", "out", "--to-latest", "--topic", $"{Topic}:0", "--yes");
        Assert.Equal(7, await OffsetAsync(worker));
    }

    [Theory]
    [InlineData("beyond the end of its log. Its records are at 0 to 5: give an offset from 0 to 5. Nothing was changed.", 0, 6)]
    [InlineData("is negative. Its records are at 0 to 5: give an offset from 0 to 5. Nothing was changed.", 0, -1)]
    [InlineData("has no partition 7, but 1 from 0 on. Correct 'kafka_partition'. Nothing was changed.", 7, 0)]
    public async Task What_no_consumer_can_stand_at_is_refused_and_nothing_is_half_done(string reason, int partition, int offset)
    {
        await ProduceAsync(5);
        await using var worker = await StartAsync();
        await CreateStoppedAsync(worker, "out", Sink());
        using var client = new ConnectClient($"http://127.0.0.1:{worker.GrpcPort}");
        await client.AlterOffsetsAsync("out", [ConnectorOffset.Of(Topic, 0, 2)], Cancel);

        var refused = await Assert.ThrowsAsync<ConnectClientException>(
            () => client.AlterOffsetsAsync("out", [ConnectorOffset.Of(Topic, partition, offset), ConnectorOffset.Of(Topic, partition == 0 ? 7 : 0, 4)], Cancel));

        Assert.Equal(ConnectErrorKind.Invalid, refused.Kind);
        Assert.Contains(reason, refused.Message, StringComparison.Ordinal);
        Assert.Equal(2, await OffsetAsync(worker));
        var unknown = await Assert.ThrowsAsync<ConnectClientException>(() => client.AlterOffsetsAsync("out", [ConnectorOffset.Of("nowhere", 0, 0)], Cancel));
        Assert.Equal("Kafka has no topic 'nowhere'. Correct 'kafka_topic', or create the topic. Nothing was changed.", unknown.Message);
    }

    [Fact]
    public async Task A_running_connector_keeps_its_offsets_and_the_command_line_says_how_to_stop_it()
    {
        await ProduceAsync(3);
        await using var worker = await StartAsync();
        await worker.CreateAsync("out", Sink());
        await HasLinesAsync(3, worker);

        await AnswersAsync(
            worker, HttpMethod.Delete, "out", null, 400,
            "Connectors must be in the STOPPED state before their offsets can be modified. This can be done for the specified connector by issuing a 'PUT' request to the '/connectors/out/stop' endpoint");
        var refused = await CliAsync(worker, "offsets", "out", "--to-earliest", "--yes");
        Assert.Equal((5, true), (refused.ExitCode, refused.Error.Contains("Run 'orleans-connect stop out --wait 30' first", StringComparison.Ordinal)));

        // Whoever stops it and asks at once is served.
        await worker.Rest.PutAsync("/connectors/out/stop", null, Cancel);
        await AnswersAsync(worker, HttpMethod.Delete, "out", null, 200, "The offsets for this connector have been reset successfully");
    }

    [Fact]
    public async Task A_consumer_that_is_still_in_the_group_keeps_the_offsets_as_they_are()
    {
        await ProduceAsync(5);
        await using var worker = await StartAsync();
        await CreateStoppedAsync(worker, "out", Sink(("consumer.override.group.id", $"{Group}-own")));
        using (var zombie = await JoinGroupAsync())
        {
            await AnswersAsync(worker, HttpMethod.Patch, "out", Offsets(Kafka(3)), 500, IsInUse("alter"));
            await AnswersAsync(worker, HttpMethod.Delete, "out", null, 500, IsInUse("reset"));
            zombie.Close();
        }

        Assert.Equal("""{"offsets":[]}""", await worker.Rest.GetStringAsync("/connectors/out/offsets", Cancel));
        await AnswersAsync(worker, HttpMethod.Patch, "out", Offsets(Kafka(3)), 200, "The offsets for this connector have been altered successfully");
        Assert.Equal(Offsets(Kafka(3)), await worker.Rest.GetStringAsync("/connectors/out/offsets", Cancel));
    }

    [Fact]
    public async Task A_sink_that_keeps_offsets_beside_its_data_is_moved_there_first_and_its_group_follows()
    {
        const string Altered = "The offsets for this connector have been altered successfully";
        await ProduceAsync(5);
        var ledgers = Directory.CreateDirectory(_folder.File("ledgers")).FullName;
        await using var worker = await StartAsync($"--plugin.path={BuildOutput.Of("OrleansConnect.Tests.Plugins")}");
        await worker.CreateAsync("out", ("connector.class", "LedgerSink"), ("folder", ledgers), ("topics", Topic), ("consumer.override.group.id", $"{Group}-own"));
        await HasAsync("0", "1", "2", "3", "4");
        await StopAsync(worker, "out");

        var moved = await CliAsync(worker, "offsets", "out", "--shift-by", "-2", "--yes");
        Assert.True(moved.ExitCode == 0, moved.Error);
        Assert.EndsWith($"{Altered}.\n", moved.Output, StringComparison.Ordinal);
        Assert.Equal((3, 3), await StandsAsync());

        // Neither is changed where one of them refuses.
        await File.WriteAllTextAsync(Path.Combine(ledgers, "refuse-offsets"), "", Cancel);
        await AnswersAsync(
            worker, HttpMethod.Patch, "out", Offsets(Kafka(1)), 500,
            "Connector out could not store the offsets beside its data: The test wants the ledgers to stay as they are. No offsets were changed.");
        Assert.Equal((3, 3), await StandsAsync());
        File.Delete(Path.Combine(ledgers, "refuse-offsets"));
        using (var zombie = await JoinGroupAsync())
        {
            await AnswersAsync(worker, HttpMethod.Patch, "out", Offsets(Kafka(1)), 500, IsInUse("alter"));
            zombie.Close();
        }

        await WithoutReadAsync(() => AnswersAsync(
            worker, HttpMethod.Patch, "out", Offsets(Kafka(1)), 500,
            $"Kafka does not let the worker change the offsets of connector out: its principal lacks the operation Read on group '{Group}-own'. Allow that, and see that no ACL denies it. "
            + "Nothing was changed."));
        Assert.Equal((3, 3), await StandsAsync());
        await AnswersAsync(worker, HttpMethod.Patch, "out", Offsets(Kafka(1)), 200, Altered);
        Assert.Equal((1, 1), await StandsAsync());
        Assert.Equal(0, (await CliAsync(worker, "offsets", "out", "--undo", "--yes")).ExitCode);
        Assert.Equal((3, 3), await StandsAsync());
        await AnswersAsync(worker, HttpMethod.Delete, "out", null, 200, "The offsets for this connector have been reset successfully");
        Assert.Equal((null, null), await StandsAsync());
        Assert.Equal(0, (await CliAsync(worker, "offsets", "out", "--undo", "--yes")).ExitCode);

        await ResumeAsync(worker, "out");
        await HasAsync("0", "1", "2", "3", "4", "3", "4");
        await StopAsync(worker, "out");
        Assert.Equal((5, 5), await StandsAsync());

        string[] Ledger() => File.Exists(Path.Combine(ledgers, $"{Topic}-0")) ? File.ReadAllLines(Path.Combine(ledgers, $"{Topic}-0")) : ["", ""];

        Task HasAsync(params string[] lines) => Eventually.IsTrueAsync(() => Ledger().Skip(2).SequenceEqual(lines), $"the ledger has {lines.Length} lines", details: () => worker.Details);

        async Task<(long? Ledger, long? Group)> StandsAsync() => (long.TryParse(Ledger()[1], out var next) ? next : null, await OffsetAsync(worker));
    }

    [Fact]
    public async Task Offsets_of_several_partitions_are_altered_and_restored_together_with_those_that_had_none()
    {
        await using var worker = await StartAsync();
        await CreateStoppedAsync(worker, "in", Source());
        using var client = new ConnectClient($"http://127.0.0.1:{worker.GrpcPort}");
        await client.AlterOffsetsAsync("in", [At("a", 1), At("b", 2)], Cancel);

        await client.AlterOffsetsAsync("in", [At("a", null), At("b", 20), At("c", 30)], Cancel);
        Assert.Equal([At("b", 20), At("c", 30)], (await client.GetOffsetsAsync("in", cancellationToken: Cancel)).Offsets);
        Assert.Equal("The offsets for this connector have been restored successfully", await client.UndoOffsetsAsync("in", Cancel));
        Assert.Equal([At("a", 1), At("b", 2)], (await client.GetOffsetsAsync("in", cancellationToken: Cancel)).Offsets);

        // What the plugin refuses is not what would be undone.
        var refused = await Assert.ThrowsAsync<ConnectClientException>(() => client.AlterOffsetsAsync("in", [At("a", -1), At("b", 3)], Cancel));
        Assert.Equal("The value for the 'position' key in the offset should be a non-negative value", refused.Message);
        await client.UndoOffsetsAsync("in", Cancel);
        Assert.Equal([At("b", 20), At("c", 30)], (await client.GetOffsetsAsync("in", cancellationToken: Cancel)).Offsets);

        // Another connector of the name has the offsets, as in Kafka Connect, and nothing of its own to undo.
        await client.DeleteConnectorAsync("in", Cancel);
        await CreateStoppedAsync(worker, "in", Source());
        var nothing = await Assert.ThrowsAsync<ConnectClientException>(() => client.UndoOffsetsAsync("in", Cancel));
        Assert.Contains("in", nothing.Message, StringComparison.Ordinal);
        Assert.Equal([At("b", 20), At("c", 30)], (await client.GetOffsetsAsync("in", cancellationToken: Cancel)).Offsets);

        static ConnectorOffset At(string file, long? position) =>
            new(JsonSerializer.Serialize(new { filename = file }), position is null ? null : JsonSerializer.Serialize(new { position }));
    }

    public void Dispose() => _folder.Dispose();

    private static string Offsets(string offset) => $$"""{"offsets":[{{offset}}]}""";

    private static async Task AnswersAsync(Worker worker, HttpMethod method, string connector, string? body, int status, string message)
    {
        using var request = new HttpRequestMessage(method, $"/connectors/{connector}/offsets");
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await worker.Rest.SendAsync(request, Cancel);
        var answer = await response.Content.ReadFromJsonAsync<JsonElement>(Cancel);
        Assert.Equal(((HttpStatusCode)status, message), (response.StatusCode, answer.GetProperty("message").GetString()));
    }

    private static string IsInUse(string action) =>
        $"Failed to {action} consumer group offsets for connector out either because its tasks haven't stopped completely yet or the connector was resumed before the request to "
        + $"{action} its offsets could be successfully completed. If the connector is in a stopped state, this operation can be safely retried. If it doesn't eventually succeed, the Connect "
        + "cluster may need to be restarted to get rid of the zombie sink tasks.";

    private static async Task StopAsync(Worker worker, string connector)
    {
        using var stopped = await worker.Rest.PutAsync($"/connectors/{connector}/stop", null, Cancel);
        await Eventually.IsTrueAsync(
            async () => await worker.Rest.GetStringAsync($"/connectors/{connector}/tasks", Cancel) == "[]", $"'{connector}' has stopped", details: () => worker.Details);
    }

    private static async Task ResumeAsync(Worker worker, string connector)
    {
        using var resumed = await worker.Rest.PutAsync($"/connectors/{connector}/resume", null, Cancel);
    }

    private static async Task CreateStoppedAsync(Worker worker, string name, (string Key, string Value)[] config)
    {
        using var created = await worker.Rest.PostAsJsonAsync(
            "/connectors", new { name, config = config.ToDictionary(entry => entry.Key, entry => entry.Value), initial_state = "STOPPED" }, Cancel);
        Assert.True(created.IsSuccessStatusCode, await created.Content.ReadAsStringAsync(Cancel));
    }

    private static async Task<long?> OffsetAsync(Worker worker)
    {
        using var client = new ConnectClient($"http://127.0.0.1:{worker.GrpcPort}");
        return (await client.GetOffsetsAsync("out", cancellationToken: Cancel)).Offsets is [var first, ..] ? first.TopicOffset : null;
    }

    // As Kafka's own tools would tell.
    private async Task<long> CommittedAsync(string group)
    {
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = kafka.BootstrapServers }).Build();
        var offsets = await admin.ListConsumerGroupOffsetsAsync([new(group, [new(Topic, 0)])]);
        return offsets[0].Partitions[0].Offset.Value;
    }

    private string Blanks(int more) => new(' ', Topic.Length - "TOPIC".Length + 2 + more);

    private string Position(int position) => $"{{\"partition\":{{\"filename\":\"{Input}\"}},\"offset\":{{\"position\":{position}}}}}";

    private string Kafka(int offset) => $"{{\"partition\":{{\"kafka_topic\":\"{Topic}\",\"kafka_partition\":0}},\"offset\":{{\"kafka_offset\":{offset}}}}}";

    private Task HasLinesAsync(int count, Worker worker) => Eventually.IsTrueAsync(
        () => File.Exists(Output) && File.ReadAllLines(Output).Length == count, $"the sink has written {count} lines", details: () => worker.Details);

    private async Task ProduceAsync(int count, DateTimeOffset? time = null)
    {
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = kafka.BootstrapServers }).Build();
        try
        {
            await admin.CreateTopicsAsync([new() { Name = Topic, NumPartitions = 1, ReplicationFactor = 1 }]);
        }
        catch (CreateTopicsException)
        {
            // It is there from before.
        }

        using var producer = new ProducerBuilder<Null, string>(new ProducerConfig { BootstrapServers = kafka.BootstrapServers }).Build();
        for (var i = 0; i < count; i++)
        {
            await producer.ProduceAsync(Topic, new() { Value = $"{i}", Timestamp = new(time ?? TimeProvider.System.GetUtcNow()) }, Cancel);
        }
    }

    // Where somebody is allowed something of a group, nobody is allowed the rest. Until the broker knows, and until it has forgotten.
    private async Task WithoutReadAsync(Func<Task> action)
    {
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = kafka.BootstrapServers }).Build();
        var pattern = new ResourcePattern { Type = ResourceType.Group, Name = $"{Group}-own", ResourcePatternType = ResourcePatternType.Literal };
        var look = new AccessControlEntry { Principal = "User:ANONYMOUS", Host = "*", Operation = AclOperation.Describe, PermissionType = AclPermissionType.Allow };
        var filter = new AclBindingFilter { PatternFilter = pattern.ToFilter(), EntryFilter = look.ToFilter() };
        await admin.CreateAclsAsync([new() { Pattern = pattern, Entry = look }]);
        try
        {
            await Eventually.IsTrueAsync(async () => (await admin.DescribeAclsAsync(filter)).AclBindings.Count == 1, "the broker knows it");
            await action();
        }
        finally
        {
            await admin.DeleteAclsAsync([filter]);
        }

        await Eventually.IsTrueAsync(async () => (await admin.DescribeAclsAsync(filter)).AclBindings.Count == 0, "the broker has forgotten it");
    }

    // A consumer that is in the group of the sinks and reads.
    private async Task<IConsumer<Ignore, Ignore>> JoinGroupAsync()
    {
        var config = new ConsumerConfig { BootstrapServers = kafka.BootstrapServers, GroupId = $"{Group}-own", AutoOffsetReset = AutoOffsetReset.Earliest, EnableAutoCommit = false };
        var consumer = new ConsumerBuilder<Ignore, Ignore>(config).Build();
        consumer.Subscribe(Topic);
        await Eventually.IsTrueAsync(() => consumer.Consume(TimeSpan.FromMilliseconds(100)) is not null, "the zombie has joined");
        return consumer;
    }

    private Task<CliProcess> CliAsync(Worker worker, params string[] arguments) => CliProcess.RunAsync($"http://127.0.0.1:{worker.GrpcPort}", _folder.Path, arguments);

    private Task<Worker> StartAsync(params string[] more) => Worker.StartReadyAsync(
        _folder.Path,
        ["distributed", $"--bootstrap.servers={kafka.BootstrapServers}", $"--group.id={Group}", "--offset.storage.partitions=2",
        "--value.converter=org.apache.kafka.connect.storage.StringConverter", "--key.converter=org.apache.kafka.connect.storage.StringConverter", .. more]);

    private (string, string)[] Source() =>
    [
        ("connector.class", "FileStreamSource"), ("file", Input), ("topic", Topic),
        ("topic.creation.default.partitions", "1"), ("topic.creation.default.replication.factor", "1"),
    ];

    private (string, string)[] Sink(params (string, string)[] more) => [("connector.class", "FileStreamSink"), ("file", Output), ("topics", Topic), .. more.Length > 0 ? more : [("consumer.override.group.id", $"{Group}-own")]];
}

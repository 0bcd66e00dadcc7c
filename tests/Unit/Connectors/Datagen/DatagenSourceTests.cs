using Microsoft.Extensions.Time.Testing;
using OrleansConnect.Abstractions.Data;
using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Abstractions.Sources;
using OrleansConnect.Connectors.Datagen;
using OrleansConnect.Testing;

namespace OrleansConnect.Tests.Unit.Connectors.Datagen;

public sealed class DatagenSourceTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("clickstream", "user_id")]
    [InlineData("orders", "order_id")]
    [InlineData("stock_trades", "symbol")]
    [InlineData("users", "user_id")]
    public async Task Makes_valid_records_of_every_ready_made_schema(string quickstart, string keyField)
    {
        await using var source = await StartAsync(Settings(("quickstart", quickstart), ("key.field", keyField)));

        var records = await source.TakeAsync(1000, Cancellation);

        Assert.All(records, record =>
        {
            var value = Assert.IsType<Struct>(record.Value);
            value.Validate();
            Assert.Equal(quickstart, value.Schema.Name);
            Assert.Equal(value[keyField], record.Key);
            Assert.Same(value.Schema.Field(keyField)!.Schema, record.KeySchema);
        });
    }

    [Fact]
    public async Task Makes_the_same_records_in_any_number_of_tasks()
    {
        var settings = Settings(("quickstart", "stock_trades"), ("records.count", "100"), ("seed", "42"));

        var one = await AllAsync(settings, tasks: 1);
        var three = await AllAsync(settings, tasks: 3);
        var other = await AllAsync(Settings(("quickstart", "stock_trades"), ("records.count", "100"), ("seed", "43")), tasks: 1);

        Assert.Equal(100, one.Count);
        Assert.Equal(one.Select(Text).Order(StringComparer.Ordinal), three.Select(Text).Order(StringComparer.Ordinal));
        Assert.Empty(one.Select(Text).Intersect(other.Select(Text)));
    }

    [Fact]
    public async Task Large_records_come_in_small_batches()
    {
        await using var source = await StartAsync(
            Settings(("schema", """{ "fields": [ { "name": "a", "type": "array", "min": 9, "max": 9, "items": { "type": "string", "length": 100000 } } ] }"""), ("records.per.second", "-1")));

        var batch = await source.PollAsync(Cancellation);

        Assert.InRange(batch.Count, 1, 10);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-2")]
    [InlineData("Infinity")]
    [InlineData("NaN")]
    public void A_rate_that_is_none_is_refused(string rate) =>
        Assert.Throws<ConfigException>(() => DatagenConfig.From(Settings(("quickstart", "users"), ("records.per.second", rate))));

    [Fact]
    public async Task Makes_nothing_after_the_last_record()
    {
        var time = new FakeTimeProvider();
        await using var source = await StartAsync(Settings(("quickstart", "users"), ("records.count", "3")), time: time);
        await source.TakeAsync(3, Cancellation);

        var poll = source.PollAsync(Cancellation);
        time.Advance(TimeSpan.FromSeconds(1));

        Assert.Empty(await poll);
    }

    [Fact]
    public async Task Goes_on_after_the_last_committed_record()
    {
        var offsets = new MemoryOffsets();
        var settings = Settings(("quickstart", "stock_trades"), ("records.count", "20"));
        IReadOnlyList<SourceRecord> all;
        await using (var source = await StartAsync(settings, offsets))
        {
            all = await source.TakeAsync(20, Cancellation);
            await source.CommitAsync(12, Cancellation);
        }

        await using var restarted = await StartAsync(settings, offsets);
        var rest = await restarted.TakeAsync(8, Cancellation);

        Assert.Equal(all.Skip(12).Select(Text), rest.Select(Text));
    }

    [Fact]
    public async Task Holds_its_rate()
    {
        var time = new FakeTimeProvider();
        await using var source = await StartAsync(Settings(("quickstart", "orders"), ("records.per.second", "10")), time: time);
        var count = 0;

        for (var elapsedMs = 0; elapsedMs < 10_000; elapsedMs += 50)
        {
            var poll = source.PollAsync(Cancellation);
            time.Advance(TimeSpan.FromMilliseconds(50));
            while (!poll.IsCompleted)
            {
                time.Advance(TimeSpan.FromMilliseconds(50));
                elapsedMs += 50;
                await Task.Yield();
            }

            count += (await poll).Count;
        }

        Assert.InRange(count, 80, 120);
    }

    [Fact]
    public async Task Makes_what_the_schema_says()
    {
        const string schema = """
            { "name": "all", "fields": [
              { "name": "n", "type": "sequence" }, { "name": "b", "type": "boolean" }, { "name": "i", "type": "int", "min": -3, "max": 3 },
              { "name": "l", "type": "long", "min": 5, "max": 5 }, { "name": "d", "type": "double", "min": 1, "max": 2, "decimals": 1 },
              { "name": "p", "type": "string", "pattern": "a-##-??" }, { "name": "c", "type": "string", "length": 300 }, { "name": "raw", "type": "bytes", "length": 4 },
              { "name": "t", "type": "timestamp", "start": "2026-01-01T00:00:00Z", "step.ms": 10 }, { "name": "u", "type": "uuid" },
              { "name": "maybe", "type": "int", "null.share": 0.5 }, { "name": "s", "type": "struct", "fields": [ { "name": "x", "type": "int", "values": [1, 2] } ] },
              { "name": "list", "type": "array", "min": 1, "max": 2, "items": { "type": "int" } } ] }
            """;
        await using var source = await StartAsync(Settings(("schema", schema), ("records.count", "200")));

        var values = (await source.TakeAsync(200, Cancellation)).Select(record => (Struct)record.Value!).ToList();

        Assert.Equal(Enumerable.Range(0, 200).Select(i => (long)i), values.Select(value => (long)value["n"]!));
        Assert.Equal(Enumerable.Range(-3, 7), values.Select(value => (int)value["i"]!).Distinct().Order());
        Assert.All(values, value => Assert.Equal(5L, value["l"]));
        Assert.All(values, value => Assert.InRange((double)value["d"]!, 1, 2));
        Assert.All(values, value => Assert.Matches("^a-[0-9]{2}-[a-z]{2}$", (string)value["p"]!));
        Assert.All(values, value => Assert.Equal(300, ((string)value["c"]!).Length));
        Assert.Equal(new UtcInstant(1_767_225_600_000 + 1990), values[199]["t"]);
        Assert.All(values, value => Assert.Matches("^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$", (string)value["u"]!));
        Assert.InRange(values.Count(value => value["maybe"] is null), 60, 140);
        Assert.All(values, value => Assert.InRange(((IReadOnlyList<object?>)value["list"]!).Count, 1, 2));
    }

    [Theory]
    [InlineData("""{ "fields": [ { "name": "a", "type": "text" } ] }""", "'type' is 'text', and has to be boolean")]
    [InlineData("""{ "fields": [ { "name": "a" } ] }""", "'type' is missing in field 'a'")]
    [InlineData("""{ "fields": [ { "name": "a", "type": "int", "min": 2, "max": 1 } ] }""", "'min' is greater than 'max' in field 'a'")]
    [InlineData("""{ "fields": [] }""", "'fields' has to be a list with at least one entry in the schema")]
    [InlineData("""{ "fields": [ { "name": "a", "type": "int" }, { "name": "a", "type": "int" } ] }""", "duplication a")]
    [InlineData("""{ "fields": [ { "name": "a", "type": "int", "null.share": 2 } ] }""", "'null.share' has to be between 0 and 1 in field 'a'")]
    [InlineData("""{ "fields": [ { "name": "a", "type": "double", "min": -1e308, "max": 1e308 } ] }""", "'min' and 'max' are too far apart in field 'a'")]
    [InlineData("[1]", "The schema is not valid: ")]
    [InlineData("{", "The schema is not valid: ")]
    public async Task Says_what_is_wrong_with_a_schema(string schema, string message)
    {
        var error = await Assert.ThrowsAsync<ConfigException>(() => StartAsync(Settings(("schema", schema))));

        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Validates_schema_key_and_rate()
    {
        var connector = new DatagenSourceConnector();

        var unknownKey = await connector.ValidateAsync(new Dictionary<string, string?> { ["topic"] = "t", ["quickstart"] = "users", ["key.field"] = "id" }, Cancellation);
        var noSchema = await connector.ValidateAsync(new Dictionary<string, string?> { ["topic"] = "t" }, Cancellation);
        var badRate = await connector.ValidateAsync(new Dictionary<string, string?> { ["topic"] = "t", ["quickstart"] = "users", ["records.per.second"] = "0" }, Cancellation);

        Assert.Contains("It has: user_id,", Assert.Single(unknownKey.Single(value => value.Name == "key.field").Errors), StringComparison.Ordinal);
        Assert.Equal("Set either 'quickstart' or 'schema', and not both.", Assert.Single(noSchema.Single(value => value.Name == "schema").Errors));
        Assert.Single(badRate.Single(value => value.Name == "records.per.second").Errors);
    }

    private static string Text(SourceRecord record) => record.Value?.ToString() ?? "";

    private static async Task<List<SourceRecord>> AllAsync(Dictionary<string, string> settings, int tasks)
    {
        var connector = new DatagenSourceConnector();
        // It does not use its context.
        await connector.StartAsync(null!, settings, Cancellation);
        var all = new List<SourceRecord>();
        foreach (var config in await connector.TaskConfigsAsync(tasks, Cancellation))
        {
            await using var source = await StartAsync(config);
            all.AddRange(await source.PollAsync(Cancellation));
        }

        return all;
    }

    private static Dictionary<string, string> Settings(params (string Key, string Value)[] settings)
    {
        var all = new Dictionary<string, string> { ["topic"] = "t", ["records.per.second"] = "-1" };
        foreach (var (key, value) in settings)
        {
            all[key] = value;
        }

        return all;
    }

    private static Task<SourceTaskHarness> StartAsync(IReadOnlyDictionary<string, string> settings, MemoryOffsets? offsets = null, TimeProvider? time = null) =>
        SourceTaskHarness.StartAsync(
            new DatagenSourceTask(), settings, new HarnessOptions { Offsets = offsets ?? new(), Time = time ?? TimeProvider.System }, Cancellation);
}

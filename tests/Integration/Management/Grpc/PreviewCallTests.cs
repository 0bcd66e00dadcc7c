using System.Text;
using OrleansConnect.Client;
using OrleansConnect.Converters;
using OrleansConnect.Runtime.Plugins;
using OrleansConnect.Tests.Integration.Management.Fakes;

namespace OrleansConnect.Tests.Integration.Management.Grpc;

public sealed class PreviewCallTests : IAsyncLifetime
{
    private static readonly PluginRegistry Plugins = new(
    [
        .. PluginTypes.In(typeof(StringConverter).Assembly, PluginTypes.BuiltIn),
        new("test.Steps", PluginKind.Transformation, "1", typeof(TestSteps), null, "test"),
    ]);

    private readonly Dictionary<string, string> _config = new()
    {
        ["key.converter"] = "String",
        ["value.converter"] = "String",
        ["transforms"] = "t",
        ["transforms.t.type"] = "test.Steps",
        ["transforms.t.text"] = ">",
    };

    private ManagementHost _host = null!; // made in InitializeAsync, as is the client
    private ConnectClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _host = await ManagementHost.StartAsync(TestContext.Current.CancellationToken, plugins: Plugins);
        _client = new ConnectClient(_host.GrpcAddress);
    }

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return _host.DisposeAsync();
    }

    [Fact]
    public async Task Tells_what_becomes_of_each_record_and_after_which_step()
    {
        var results = await RunAsync([Value("v"), Value("drop"), Value("refuse"), new()], trace: true);

        Assert.Equal([">v", null, null, ">"], results.Select(result => TextOf(result.Record)));
        Assert.Equal([false, true, false, false], results.Select(result => result.IsFiltered));
        Assert.Equal(new PreviewError("org.apache.kafka.connect.errors.DataException", "No.", "TRANSFORMATION", null), results[2].Error);
        Assert.All(results, result => Assert.Equal(("t", "test.Steps"), (Assert.Single(result.Steps).Transformation, result.Steps[0].ClassName)));
        Assert.Equal(">v", TextOf(results[0].Steps[0].Record));
    }

    [Fact]
    public async Task Fills_in_what_a_record_does_not_say()
    {
        var asSink = (await RunAsync([Value("v")]))[0].Record;
        var asSource = (await RunAsync([Value("v")], ConnectorKind.Source))[0].Record;

        Assert.Equal(("topic", 0), (asSink?.Topic, asSink?.Partition));
        Assert.Equal(("topic", null), (asSource?.Topic, asSource?.Partition));
    }

    [Fact]
    public async Task Hints_at_the_setting_that_the_bytes_want()
    {
        _config["value.converter"] = "org.apache.kafka.connect.json.JsonConverter";

        var error = (await RunAsync([Value("{}")]))[0].Error;

        Assert.Equal(("VALUE_CONVERTER", "The bytes are JSON without a schema. Set 'value.converter.schemas.enable' to 'false'."), (error?.Stage, error?.Hint));
    }

    [Fact]
    public async Task Refuses_a_configuration_that_is_not_valid()
    {
        _config["value.converter"] = "Nope";

        var error = await Assert.ThrowsAsync<ConnectClientException>(() => RunAsync([Value("v")]));

        Assert.Equal(ConnectErrorKind.Invalid, error.Kind);
        Assert.Contains("Class Nope could not be found.", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(10_000, 0, true)]
    [InlineData(10_001, 0, false)]
    [InlineData(2, 8 << 20, true)]
    [InlineData(2, (8 << 20) + 1, false)]
    [InlineData(3, 16 << 20, false)]
    public async Task Takes_so_many_records_and_bytes_and_no_more(int records, int bytes, bool isTaken)
    {
        const string topic = "orders";
        var asked = RunAsync([.. Enumerable.Repeat(new PreviewRecord { Topic = topic, Value = new byte[Math.Max(0, bytes - topic.Length)] }, records)]);

        if (isTaken)
        {
            Assert.Equal(records, (await asked).Count);
        }
        else
        {
            Assert.Equal(ConnectErrorKind.Invalid, (await Assert.ThrowsAsync<ConnectClientException>(() => asked)).Kind);
        }
    }

    [Fact]
    public async Task Answers_with_a_trace_whatever_may_be_asked()
    {
        (_config["transforms"], _config["transforms.u.type"], _config["transforms.v.type"]) = ("t,u,v", "test.Steps", "test.Steps");

        var results = await RunAsync([.. Enumerable.Repeat(Value(new string('x', 1500)), 10_000)], trace: true);

        Assert.Equal(10_000, results.Count);
        Assert.All(results, result => Assert.Equal([1501, 1501, 1501], result.Steps.Select(step => TextOf(step.Record)?.Length)));
    }

    // A topic, a key, a value, the name of a header and its value, each of a fifth of what there may be.
    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public async Task Counts_every_text_and_byte_of_a_record(int more, bool isTaken)
    {
        var size = (16 << 20) / 5;
        var record = new PreviewRecord
        {
            Topic = new string('t', (16 << 20) - (4 * size)),
            Key = new byte[size],
            Value = new byte[size + more],
            Headers = [new(new string('h', size), new byte[size])],
        };

        var error = await Xunit.Record.ExceptionAsync(() => RunAsync([record]));

        Assert.Equal(isTaken ? null : ConnectErrorKind.Invalid, (error as ConnectClientException)?.Kind);
    }

    private static PreviewRecord Value(string text) => new() { Value = Encoding.UTF8.GetBytes(text) };

    private static string? TextOf(PreviewRecord? record) => record?.Value is { } bytes ? Encoding.UTF8.GetString(bytes.Span) : null;

    private Task<IReadOnlyList<PreviewResult>> RunAsync(IReadOnlyList<PreviewRecord> records, ConnectorKind kind = ConnectorKind.Sink, bool trace = false) =>
        _client.PreviewAsync(kind, _config, records, trace, TestContext.Current.CancellationToken);
}

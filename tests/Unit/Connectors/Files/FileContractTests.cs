using System.Globalization;
using OrleansConnect.Abstractions.Sinks;
using OrleansConnect.Abstractions.Sources;
using OrleansConnect.Connectors.Files;
using OrleansConnect.Testing;

namespace OrleansConnect.Tests.Unit.Connectors.Files;

public sealed class FileContractTests
{
    public static TheoryData<string> SourceRules => [.. SourceTaskContract.Rules];

    public static TheoryData<string> SinkRules => [.. SinkTaskContract.Rules];

    public static TheoryData<string> ExactlyOnceRules => [.. ExactlyOnceSinkContract.Rules];

    [Theory]
    [MemberData(nameof(SourceRules))]
    public async Task Source_keeps_the_rule(string rule)
    {
        await using var fixture = new SourceFixture();

        await new SourceTaskContract(fixture).CheckAsync(rule, TestContext.Current.CancellationToken);
    }

    [Theory]
    [MemberData(nameof(SinkRules))]
    public async Task Sink_keeps_the_rule(string rule)
    {
        await using var fixture = new SinkFixture();

        await new SinkTaskContract(fixture).CheckAsync(rule, TestContext.Current.CancellationToken);
    }

    [Theory]
    [MemberData(nameof(SinkRules))]
    public async Task Exactly_once_sink_keeps_the_rule(string rule)
    {
        await using var fixture = new SinkFixture(("exactly.once", "true"));

        await new SinkTaskContract(fixture).CheckAsync(rule, TestContext.Current.CancellationToken);
    }

    [Theory]
    [MemberData(nameof(ExactlyOnceRules))]
    public async Task Exactly_once_sink_keeps_the_rule_of_those(string rule)
    {
        await using var fixture = new SinkFixture(("exactly.once", "true"));

        await new ExactlyOnceSinkContract(fixture).CheckAsync(rule, TestContext.Current.CancellationToken);
    }

    private sealed class SourceFixture : SourceTaskFixture
    {
        private readonly TempFolder _folder = new();
        private int _produced;

        public override IReadOnlyDictionary<string, string> Settings => new Dictionary<string, string> { ["file"] = _folder.Path("in.txt"), ["topic"] = "t" };

        public override SourceTask CreateTask() => new FileSourceTask();

        public override Task ProduceAsync(int count, CancellationToken cancellationToken) =>
            File.AppendAllLinesAsync(_folder.Path("in.txt"), Enumerable.Range(0, count).Select(_ => $"line {_produced++}"), cancellationToken);

        public override ValueTask DisposeAsync()
        {
            _folder.Dispose();
            return base.DisposeAsync();
        }
    }

    private sealed class SinkFixture(params (string Key, string Value)[] more) : SinkTaskFixture
    {
        private readonly TempFolder _folder = new();

        public override IReadOnlyDictionary<string, string> Settings => new Dictionary<string, string> { ["file"] = _folder.Path("out.txt") }
            .Concat(more.Select(setting => KeyValuePair.Create(setting.Key, setting.Value))).ToDictionary();

        public override SinkTask CreateTask() => new FileSinkTask();

        public override SinkConnector CreateConnector() => new FileSinkConnector();

        public override SinkRecord Record(int number) => new() { Topic = "test", OriginalTopic = "test", Value = number };

        public override async Task<IReadOnlyList<int>> ReadAsync(CancellationToken cancellationToken) =>
            [.. (await File.ReadAllLinesAsync(_folder.Path("out.txt"), cancellationToken)).Select(line => int.Parse(line, CultureInfo.InvariantCulture))];

        public override ValueTask DisposeAsync()
        {
            _folder.Dispose();
            return base.DisposeAsync();
        }
    }
}

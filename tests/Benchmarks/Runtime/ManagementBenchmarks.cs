using System.Globalization;
using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.Logging.Abstractions;
using OrleansConnect.Abstractions.Configuration;
using OrleansConnect.Connectors.Files;
using OrleansConnect.Converters;
using OrleansConnect.Grains;
using OrleansConnect.Runtime.Configuration;
using OrleansConnect.Runtime.Plugins;
using OrleansConnect.Runtime.Preview;
using OrleansConnect.Runtime.Validation;
using OrleansConnect.Transforms;

namespace OrleansConnect.Benchmarks.Runtime;

/// <summary>What a worker does to answer people: 100 validations of a connector with three transformations, and a preview of as many records as there may be.</summary>
[MemoryDiagnoser]
[ShortRunJob]
public class ManagementBenchmarks
{
    private const int Connectors = 100;

    private readonly ConnectorValidator _validator;
    private readonly ConnectorPreview _preview;
    private readonly Dictionary<string, string?> _config = new()
    {
        ["name"] = "orders",
        ["connector.class"] = "FileStreamSource",
        ["topic"] = "orders",
        ["value.converter"] = "org.apache.kafka.connect.json.JsonConverter",
        ["value.converter.schemas.enable"] = "false",
        ["transforms"] = "key,mask,where",
        ["transforms.key.type"] = "org.apache.kafka.connect.transforms.ValueToKey",
        ["transforms.key.fields"] = "id",
        ["transforms.mask.type"] = "org.apache.kafka.connect.transforms.MaskField$Value",
        ["transforms.mask.fields"] = "note",
        ["transforms.where.type"] = "org.apache.kafka.connect.transforms.InsertField$Value",
        ["transforms.where.topic.field"] = "topic",
    };

    private PreviewRequest _request;

    public ManagementBenchmarks()
    {
        PluginRegistry plugins = new(
        [
            .. PluginTypes.In(typeof(FileSourceConnector).Assembly, PluginTypes.BuiltIn),
            .. PluginTypes.In(typeof(StringConverter).Assembly, PluginTypes.BuiltIn),
            .. PluginTypes.In(typeof(Cast).Assembly, PluginTypes.BuiltIn),
        ]);
        var worker = WorkerConfig.Parse(new Dictionary<string, string?> { ["bootstrap.servers"] = "localhost:1", ["group.id"] = "g" });
        var variables = new VariableResolver(new Dictionary<string, IConfigProvider>());
        _validator = new(plugins, new(), variables, worker, TimeProvider.System, NullLogger<ConnectorValidator>.Instance);
        _preview = new(plugins, _validator, worker, TimeProvider.System);
        var records = Enumerable.Range(0, PreviewRequest.RecordsMax).Select(id => new PreviewRecord(
            "orders", null, null, [], null, System.Text.Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $$"""{"id":{{id}},"note":"a secret","price":12.5}"""))));
        _request = new(ConnectorKind.Source, _config, [.. records], IsTraced: false);
    }

    [Params(false, true)]
    public bool IsTraced { get; set; }

    [GlobalSetup]
    public void Setup() => _request = _request with { IsTraced = IsTraced };

    [Benchmark]
    public async Task<int> Validate100()
    {
        var errors = 0;
        for (var i = 0; i < Connectors; i++)
        {
            errors += (await _validator.ValidateAsync(_config, CancellationToken.None)).ErrorCount;
        }

        return errors;
    }

    [Benchmark]
    public async Task<int> Preview10000() => (await _preview.RunAsync(_request, CancellationToken.None)).Count;
}

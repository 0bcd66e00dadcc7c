using System.Buffers;
using BenchmarkDotNet.Attributes;
using OrleansConnect.Abstractions.Data;
using OrleansConnect.Converters.Json;

namespace OrleansConnect.Benchmarks.Converters;

/// <summary>One record of ten fields to and from JSON, in an envelope with its schema and without one.</summary>
[MemoryDiagnoser]
[ShortRunJob]
public class JsonBenchmarks : IDisposable
{
    private readonly ArrayBufferWriter<byte> _output = new(4096);
    private readonly JsonConverter _converter = new();
    private SchemaAndValue _data = SchemaAndValue.Null;
    private byte[] _bytes = [];

    [Params(true, false)]
    public bool WithSchema { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _converter.Configure(new Dictionary<string, string> { ["schemas.enable"] = WithSchema ? "true" : "false" }, isKey: false);
        var record = SampleRecord.Struct();
        _data = WithSchema ? new(record.Schema, record) : new(null, SampleRecord.Map());
        Encode();
        _bytes = _output.WrittenSpan.ToArray();
    }

    [Benchmark]
    public bool Encode()
    {
        _output.ResetWrittenCount();
        return _converter.FromConnectData("orders", _data.Schema, _data.Value, _output);
    }

    [Benchmark]
    public SchemaAndValue Decode() => _converter.ToConnectData("orders", new SerializedBytes(_bytes));

    [GlobalCleanup]
    public void Dispose()
    {
        _converter.Dispose();
        GC.SuppressFinalize(this);
    }
}

using System.Buffers;
using System.Text;
using OrleansConnect.Abstractions.Configuration;
using OrleansConnect.Abstractions.Data;
using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Abstractions.Plugins;

namespace OrleansConnect.Converters.Json;

/// <summary>Values as JSON, each in an envelope with its schema (<c>{"schema":…,"payload":…}</c>) unless <c>schemas.enable</c> is false.</summary>
[Plugin("org.apache.kafka.connect.json.JsonConverter")]
public sealed class JsonConverter : IConverter, IHeaderConverter
{
    private const string NotAnEnvelope =
        "JsonConverter with schemas.enable requires \"schema\" and \"payload\" fields and may not contain additional fields. "
        + "If you are trying to deserialize plain JSON data, set schemas.enable=false in your converter configuration.";

    private readonly JsonTape _tape = new();
    private JsonOptions _options = new(SchemasEnabled: true, CacheSize: 1000, SchemaContent: null, DecimalsAreNumbers: false, NullMeansDefault: true);
    private SchemaCache _knownSchemas = new(1000);
    private PlanCache _plans = new(1000);
    private SchemaPlan? _givenSchema;

    /// <inheritdoc/>
    public ConfigDef Config => JsonOptions.Definition;

    /// <inheritdoc/>
    public void Configure(IReadOnlyDictionary<string, string> settings, bool isKey) => Configure(Config.Parse(settings, isKey));

    /// <inheritdoc/>
    public void Configure(IReadOnlyDictionary<string, string> settings) => Configure(Config.ParseForHeaders(settings));

    /// <inheritdoc/>
    public bool FromConnectData(string topic, Schema? schema, object? value, IBufferWriter<byte> output)
    {
        if (schema is null && value is null)
        {
            return false;
        }

        var plan = schema is null ? null : _plans.Get(schema);
        var json = new Utf8Output(output);
        var writer = new JsonValueWriter(_options);
        if (_options.SchemasEnabled)
        {
            json.Write(plan is null ? "{\"schema\":null,\"payload\":"u8 : plan.EnvelopeStart ??= EnvelopeStart(plan));
            writer.Write(ref json, plan, value, depth: 1);
            json.WriteByte((byte)'}');
        }
        else
        {
            writer.Write(ref json, plan, value, depth: 0);
        }

        json.Flush();
        return true;
    }

    /// <inheritdoc/>
    public SchemaAndValue ToConnectData(string topic, SerializedBytes data)
    {
        if (data.IsNull)
        {
            return SchemaAndValue.Null;
        }

        var hasEnvelope = _options.SchemasEnabled && _givenSchema is null;
        if (hasEnvelope && PlainStructReader.Read(data.Span, _knownSchemas) is { } plain)
        {
            return new(plain.Schema, plain);
        }

        ReadOnlySpan<byte> json;
        try
        {
            json = JsonEncodings.ToUtf8(data.Span);
            JsonTokenizer.Read(json, _tape, hasEnvelope ? _knownSchemas : null, isTranscoded: !json.Overlaps(data.Span));
        }
        catch (JsonSyntaxException cause)
        {
            throw new DataException("Converting byte[] to Kafka Connect data failed due to serialization error: ", cause);
        }

        var reader = new JsonValueReader(json, _tape.Tokens, _options.NullMeansDefault);
        return hasEnvelope ? ReadEnvelope(reader) : new(_givenSchema?.Schema, reader.Read(_givenSchema, 0));
    }

    /// <inheritdoc/>
    public bool FromConnectHeader(string topic, string key, Schema? schema, object? value, IBufferWriter<byte> output) =>
        FromConnectData(topic, schema, value, output);

    /// <inheritdoc/>
    public SchemaAndValue ToConnectHeader(string topic, string key, SerializedBytes data) => ToConnectData(topic, data);

    /// <inheritdoc/>
    public void Dispose()
    {
        // Holds nothing but memory.
    }

    private void Configure(ParsedConfig config)
    {
        _options = JsonOptions.From(config);
        _knownSchemas = new(_options.CacheSize);
        _plans = new(_options.CacheSize);
        _givenSchema = string.IsNullOrEmpty(_options.SchemaContent) ? null : ReadGivenSchema(_options.SchemaContent);
        if (!_options.SchemasEnabled)
        {
            _givenSchema = null;
        }
    }

    private SchemaPlan? ReadGivenSchema(string text)
    {
        ReadOnlySpan<byte> json;
        try
        {
            json = JsonEncodings.ToUtf8(Encoding.UTF8.GetBytes(text));
            JsonTokenizer.Read(json, _tape, null);
        }
        catch (JsonSyntaxException cause)
        {
            throw new DataException("Failed to parse schema in converter config due to serialization error: ", cause);
        }

        return ReadSchema(new JsonValueReader(json, _tape.Tokens, _options.NullMeansDefault), 0);
    }

    private SchemaAndValue ReadEnvelope(in JsonValueReader reader)
    {
        if (!reader.TryFindEnvelope(out var schema, out var payload))
        {
            throw new DataException(NotAnEnvelope);
        }

        var bytes = reader.BytesOf(schema);
        var plan = _knownSchemas.Find(bytes);
        if (plan is null && (plan = ReadSchema(reader, schema)) is not null)
        {
            _knownSchemas.Add(bytes, plan);
        }

        return new(plan?.Schema, reader.Read(plan, payload));
    }

    private static SchemaPlan? ReadSchema(in JsonValueReader reader, int token) =>
        new JsonSchemaReader(reader).Read(token) is { } schema ? new SchemaPlan(schema) : null;

    private byte[] EnvelopeStart(SchemaPlan plan)
    {
        var start = new ArrayBufferWriter<byte>();
        var json = new Utf8Output(start);
        json.Write("{\"schema\":"u8);
        new JsonSchemaWriter(new JsonValueWriter(_options)).Write(ref json, plan);
        json.Write(",\"payload\":"u8);
        json.Flush();
        return start.WrittenSpan.ToArray();
    }
}

using System.Buffers;
using System.Text;
using OrleansConnect.Abstractions.Configuration;
using OrleansConnect.Abstractions.Data;
using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Abstractions.Plugins;

namespace OrleansConnect.Tests.Unit.Runtime.Tasks;

/// <summary>Strings as UTF-8; refuses everything else half-way.</summary>
internal sealed class Utf8Converter : IConverter, IHeaderConverter
{
    public ConfigDef Config => new();

    public IReadOnlyDictionary<string, string> Settings { get; private set; } = new Dictionary<string, string>();

    public bool IsKey { get; private set; }

    /// <summary>Called with each text that is read.</summary>
    public Action<string> OnRead { get; set; } = _ => { };

    /// <summary>The schema of headers that are null.</summary>
    public Schema? SchemaOfNoHeader { get; set; }

    public void Configure(IReadOnlyDictionary<string, string> settings, bool isKey) => (Settings, IsKey) = (settings, isKey);

    public void Configure(IReadOnlyDictionary<string, string> settings) => Settings = settings;

    public bool FromConnectData(string topic, Schema? schema, object? value, IBufferWriter<byte> output)
    {
        if (value is null)
        {
            return false;
        }

        if (value is not string text)
        {
            output.Write("half"u8);
            throw new DataException($"'{value}' is no string.");
        }

        Encoding.UTF8.GetBytes(text, output);
        return true;
    }

    public SchemaAndValue ToConnectData(string topic, SerializedBytes data)
    {
        if (data.IsNull)
        {
            return default;
        }

        var text = Encoding.UTF8.GetString(data.Span);
        OnRead(text);
        return new(Schema.String, text);
    }

    public bool FromConnectHeader(string topic, string key, Schema? schema, object? value, IBufferWriter<byte> output) => FromConnectData(topic, schema, value, output);

    public SchemaAndValue ToConnectHeader(string topic, string key, SerializedBytes data) => data.IsNull ? new(SchemaOfNoHeader, null) : ToConnectData(topic, data);

    public void Dispose()
    {
    }
}

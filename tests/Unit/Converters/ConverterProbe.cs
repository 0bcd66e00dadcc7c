using System.Buffers;
using System.Text;
using OrleansConnect.Abstractions.Data;
using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Abstractions.Plugins;
using OrleansConnect.Converters.Json;

namespace OrleansConnect.Tests.Unit.Converters;

/// <summary>Short forms of the calls that all converter tests make.</summary>
internal static class ConverterProbe
{
    /// <summary>A JSON converter for values with these settings.</summary>
    public static JsonConverter Json(params (string Name, string Value)[] settings)
    {
        var converter = new JsonConverter();
        converter.Configure(settings.ToDictionary(setting => setting.Name, setting => setting.Value), isKey: false);
        return converter;
    }

    public static JsonConverter PlainJson() => Json(("schemas.enable", "false"));

    public static byte[]? Encode(this IConverter converter, Schema? schema, object? value)
    {
        var output = new ArrayBufferWriter<byte>();
        return converter.FromConnectData("t", schema, value, output) ? output.WrittenSpan.ToArray() : null;
    }

    public static string? EncodeText(this IConverter converter, Schema? schema, object? value) =>
        converter.Encode(schema, value) is { } bytes ? Encoding.UTF8.GetString(bytes) : null;

    public static SchemaAndValue Decode(this IConverter converter, params byte[] bytes) =>
        converter.ToConnectData("t", new SerializedBytes(bytes));

    public static SchemaAndValue DecodeText(this IConverter converter, string text) => converter.Decode(Encoding.UTF8.GetBytes(text));

    public static string DecodeError(this IConverter converter, string text) =>
        Assert.ThrowsAny<DataException>(() => converter.DecodeText(text)).Message;

    public static string EncodeError(this IConverter converter, Schema? schema, object? value) =>
        Assert.ThrowsAny<DataException>(() => converter.Encode(schema, value)).Message;
}

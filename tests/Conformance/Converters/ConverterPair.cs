using System.Buffers;
using OrleansConnect.Abstractions.Data;
using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Abstractions.Plugins;
using OrleansConnect.Tests.Conformance.Java;

namespace OrleansConnect.Tests.Conformance.Converters;

/// <summary>One of our converters and the Java one of the same name, configured alike.</summary>
internal sealed class ConverterPair
{
    private readonly JavaOracle _java;
    private readonly string _javaId;
    private readonly IConverter? _converter;
    private readonly IHeaderConverter? _headerConverter;
    private readonly string _javaClass;
    private readonly string _role;

    public ConverterPair(JavaOracle java, IConnectPlugin converter, params (string Name, string Value)[] settings)
        : this(java, converter, converter is IConverter ? "value" : "header", settings)
    {
    }

    /// <param name="java">Kafka Connect's classes.</param>
    /// <param name="converter">Ours.</param>
    /// <param name="role">What is converted: key, value or header.</param>
    /// <param name="settings">Its settings.</param>
    public ConverterPair(JavaOracle java, IConnectPlugin converter, string role, params (string Name, string Value)[] settings)
    {
        _java = java;
        _role = role;
        _javaId = java.NewId();
        _javaClass = ((PluginAttribute)converter.GetType().GetCustomAttributes(typeof(PluginAttribute), false)[0]).ClassName;
        _converter = role == "header" ? null : (IConverter)converter;
        _headerConverter = role == "header" ? (IHeaderConverter)converter : null;
        var words = settings.SelectMany(setting => new[] { Notation.OfText(setting.Name), Notation.OfText(setting.Value) });
        var theirs = java.Ask(["converter.new", _javaId, _javaClass, role, .. words]);
        var ours = Try(() =>
        {
            var all = settings.ToDictionary(setting => setting.Name, setting => setting.Value);
            _converter?.Configure(all, isKey: role == "key");
            _headerConverter?.Configure(all);
            return _javaId;
        });
        Compare(ours, theirs, "configure");
        IsConfigured = !theirs.IsError;
    }

    public bool IsConfigured { get; }

    /// <summary>Whether arrays of bytes are not written as Java's text for them, in which their address is.</summary>
    public bool WritesBytesAsTheyAre => !_javaClass.EndsWith(".StringConverter", StringComparison.Ordinal);

    public void CompareFrom(Schema? schema, object? value)
    {
        var theirs = _java.Ask("converter.from", _javaId, Notation.Of(schema), Notation.Of(value));
        var ours = Try(() =>
        {
            var output = new ArrayBufferWriter<byte>();
            var exists = _converter?.FromConnectData("t", schema, value, output)
                ?? _headerConverter?.FromConnectHeader("t", "h", schema, value, output)
                ?? false;
            return exists ? Convert.ToHexStringLower(output.WrittenSpan) : "_";
        });
        Compare(ours, theirs, $"from {Notation.Of(schema)} {Notation.Of(value)}");
    }

    public void CompareTo(byte[]? bytes)
    {
        var theirs = _java.Ask("converter.to", _javaId, bytes is null ? "_" : Convert.ToHexStringLower(bytes));
        var ours = Try(() =>
        {
            var data = bytes is null ? SerializedBytes.Null : new SerializedBytes(bytes);
            var read = _converter is null ? _headerConverter!.ToConnectHeader("t", "h", data) : _converter.ToConnectData("t", data); // it is one or the other
            return $"{Notation.Of(read.Schema, sorted: true)}\t{Notation.Of(read.Value, sorted: true)}";
        });
        Compare(ours, theirs, $"to {(bytes is null ? "null" : Convert.ToHexStringLower(bytes) + " = " + System.Text.Encoding.Latin1.GetString(bytes))}");
    }

    /// <summary>Reads the bytes and writes what was read, whose maps have the order in which they were read into memory.</summary>
    public void CompareAgain(byte[] bytes)
    {
        var theirs = _java.Ask("converter.again", _javaId, Convert.ToHexStringLower(bytes));
        var ours = Try(() =>
        {
            var read = _converter!.ToConnectData("t", new SerializedBytes(bytes)); // converters of headers are not asked
            var output = new ArrayBufferWriter<byte>();
            return _converter.FromConnectData("t", read.Schema, read.Value, output) ? Convert.ToHexStringLower(output.WrittenSpan) : "_";
        });
        Compare(ours, theirs, $"again {System.Text.Encoding.UTF8.GetString(bytes)}");
    }

    private static JavaAnswer Try(Func<string> call)
    {
        try
        {
            return JavaAnswer.Ok(call());
        }
        catch (ConnectException error)
        {
            return JavaAnswer.Error(error);
        }
    }

    private void Compare(JavaAnswer ours, JavaAnswer theirs, string what)
    {
        if (theirs.IsUnexpectedError ? !ours.IsError : ours != theirs)
        {
            Assert.Fail($"{_javaClass} as {_role} converter {what}\n ours:   {Readable(ours)}\n theirs: {Readable(theirs)}");
        }
    }

    private static string Readable(JavaAnswer answer)
    {
        var text = $"{(answer.IsError ? "error " : "")}{answer.Text}";
        return !answer.IsError && !text.Contains('\t') && text != "_"
            ? System.Text.Encoding.UTF8.GetString(Convert.FromHexString(text))
            : text;
    }
}

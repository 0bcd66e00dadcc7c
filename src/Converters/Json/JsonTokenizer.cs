using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace OrleansConnect.Converters.Json;

/// <summary>
/// Puts a JSON text (RFC 8259) on a tape, as lenient as the Jackson parser that Kafka Connect uses and with the same limits: numbers may
/// have leading zeros, escaped surrogates may stand alone, and what follows the first value is not looked at. .NET's own reader refuses all of these.
/// </summary>
internal ref struct JsonTokenizer
{
    public const int NameLengthMax = 50_000;

    // Where Jackson stops counting.
    private const int Utf8NameBytesMax = 1 << 16;
    private const int StringLengthMax = 20_000_000;
    private const int DepthMax = 1000;
    private const int ShortLength = 8;

    private readonly ReadOnlySpan<byte> _json;
    private readonly JsonTape _tape;
    private readonly SchemaCache? _knownSchemas;
    private bool _isTranscoded;
    private int _position;
    private int _depth;

    private JsonTokenizer(ReadOnlySpan<byte> json, JsonTape tape, SchemaCache? knownSchemas)
    {
        _json = json;
        _tape = tape;
        _knownSchemas = knownSchemas;
    }

    /// <summary>Fills the tape. The member <c>schema</c> of the outermost object is one token without content if its bytes are those of a known schema.</summary>
    /// <param name="json">The text in UTF-8.</param>
    /// <param name="tape">Takes the tokens.</param>
    /// <param name="knownSchemas">The schemas that need not be read again.</param>
    /// <param name="isTranscoded">Whether it came in another encoding; then half surrogate pairs may be escaped in names too.</param>
    public static void Read(ReadOnlySpan<byte> json, JsonTape tape, SchemaCache? knownSchemas, bool isTranscoded = false)
    {
        tape.Clear();
        var tokenizer = new JsonTokenizer(json, tape, knownSchemas) { _isTranscoded = isTranscoded };
        tokenizer.SkipWhitespace();
        if (tokenizer._position == json.Length)
        {
            tape.Add(JsonKind.Missing, json.Length, 0);
            return;
        }

        tokenizer.ReadValue();
        var root = tape.Tokens[0];
        if (root.IsNumber && tokenizer._position < json.Length && !IsWhitespace(json[tokenizer._position]))
        {
            JsonSyntaxException.Throw("There is no space behind the number", tokenizer._position);
        }
    }

    private void ReadValue()
    {
        switch (Peek())
        {
            case (byte)'{':
                ReadObject();
                break;
            case (byte)'[':
                ReadArray();
                break;
            case (byte)'"':
                ReadString();
                break;
            case (byte)'t':
                ReadLiteral("true"u8, JsonKind.True);
                break;
            case (byte)'f':
                ReadLiteral("false"u8, JsonKind.False);
                break;
            case (byte)'n':
                ReadLiteral("null"u8, JsonKind.Null);
                break;
            default:
                ReadNumber();
                break;
        }
    }

    private void ReadObject()
    {
        var container = Open(JsonKind.Object);
        SkipWhitespace();
        if (Peek() != '}')
        {
            ReadMember();
            while (Peek() == ',')
            {
                _position++;
                SkipWhitespace();
                ReadMember();
            }
        }

        Close(container, '}');
    }

    private void ReadMember()
    {
        if (Peek() != '"')
        {
            JsonSyntaxException.Throw("A member name in double quotes is missing", _position);
        }

        var name = ReadString();
        CheckName(_tape.Tokens[name]);
        SkipWhitespace();
        if (Peek() != ':')
        {
            JsonSyntaxException.Throw("The colon behind the member name is missing", _position);
        }

        _position++;
        SkipWhitespace();
        if (!SkipKnownSchema(name))
        {
            ReadValue();
        }

        SkipWhitespace();
    }

    private readonly void CheckName(in JsonToken name)
    {
        if (name.Length > NameLengthMax && LengthOf(name) is > NameLengthMax and var length)
        {
            JsonSyntaxException.ThrowLimit("Name length", length, NameLengthMax, "getMaxNameLength");
        }

        if (!_isTranscoded && name.Form == JsonStringForm.Encoded && !JsonText.HasPairedSurrogates(_json.Slice(name.Start, name.Length)))
        {
            JsonSyntaxException.Throw("The member name has half a surrogate pair", name.Start);
        }
    }

    // Jackson counts the bytes of UTF-8, and characters where it came in another encoding.
    private readonly int LengthOf(in JsonToken name) =>
        _isTranscoded ? JsonText.Of(_json, name).Length : Math.Min(Utf8NameBytesMax, System.Text.Encoding.UTF8.GetByteCount(JsonText.Of(_json, name)));

    private bool SkipKnownSchema(int name)
    {
        if (_depth != 1 || _knownSchemas is null || !JsonText.Is(_json, _tape.Tokens[name], "schema"u8))
        {
            return false;
        }

        if (_knownSchemas.FindAtStart(_json[_position..], out var length) is null)
        {
            return false;
        }

        _tape.Add(JsonKind.Object, _position, length);
        _position += length;
        return true;
    }

    private void ReadArray()
    {
        var container = Open(JsonKind.Array);
        SkipWhitespace();
        if (Peek() != ']')
        {
            ReadElement();
            while (Peek() == ',')
            {
                _position++;
                SkipWhitespace();
                ReadElement();
            }
        }

        Close(container, ']');
    }

    private void ReadElement()
    {
        ReadValue();
        SkipWhitespace();
    }

    private int Open(JsonKind kind)
    {
        if (++_depth > DepthMax)
        {
            JsonSyntaxException.ThrowLimit("Document nesting depth", _depth, DepthMax, "getMaxNestingDepth");
        }

        return _tape.Add(kind, _position++, 0);
    }

    private void Close(int container, char end)
    {
        if (Peek() != end)
        {
            JsonSyntaxException.Throw($"Neither ',' nor '{end}' follows", _position);
        }

        _depth--;
        _tape.Close(container, ++_position);
    }

    private int ReadString()
    {
        var start = ++_position;

        // Most names are so short that a search costs more than a look at each byte.
        for (var end = Math.Min(_json.Length, start + ShortLength); _position < end && IsPlain(_json[_position]); _position++)
        {
        }

        _position = JsonText.End(_json, _position, out var form);
        if (Peek() != '"')
        {
            RefuseString(start);
        }

        return EndString(start, form);
    }

    [DoesNotReturn]
    private readonly void RefuseString(int start)
    {
        if (_position == _json.Length)
        {
            JsonSyntaxException.Throw("The string has no end", start - 1);
        }

        JsonSyntaxException.Throw(Peek() == '\\' ? "The backslash does not start an escape" : "A control character in a string is not escaped", _position);
    }

    private int EndString(int start, JsonStringForm form)
    {
        var length = _position++ - start;
        var bytes = _json.Slice(start, length);
        if (form != JsonStringForm.Ascii && !System.Text.Unicode.Utf8.IsValid(bytes))
        {
            form = JsonStringForm.Encoded;
            JsonText.Check(bytes);
        }

        if (length > StringLengthMax && JsonText.Of(bytes, form).Length is > StringLengthMax and var characters)
        {
            JsonSyntaxException.ThrowLimit("String value length", characters, StringLengthMax, "getMaxStringLength");
        }

        return _tape.Add(JsonKind.String, start, length, form);
    }

    private void ReadNumber()
    {
        var length = JsonNumber.Measure(_json[_position..], _position, out var kind);
        _tape.Add(kind, _position, length);
        _position += length;
    }

    private void ReadLiteral(ReadOnlySpan<byte> text, JsonKind kind)
    {
        var rest = _json[_position..];
        if (!rest.StartsWith(text) || JsonText.StartsWithIdentifierPart(rest[text.Length..], _isTranscoded))
        {
            JsonSyntaxException.Throw("There is neither a value nor true, false or null", _position);
        }

        _tape.Add(kind, _position, text.Length);
        _position += text.Length;
    }

    // The end of the text reads as 0, which is allowed nowhere.
    private readonly byte Peek() => _position < _json.Length ? _json[_position] : (byte)0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void SkipWhitespace()
    {
        if (Peek() <= ' ')
        {
            SkipAllWhitespace();
        }
    }

    private void SkipAllWhitespace()
    {
        while (_position < _json.Length && IsWhitespace(_json[_position]))
        {
            _position++;
        }
    }

    private static bool IsPlain(byte value) => value is >= (byte)' ' and < 0x80 and not ((byte)'"' or (byte)'\\');

    private static bool IsWhitespace(byte value) => value is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t';
}

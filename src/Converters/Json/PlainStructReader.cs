using System.Runtime.CompilerServices;
using System.Text.Unicode;
using OrleansConnect.Abstractions.Data;

namespace OrleansConnect.Converters.Json;

/// <summary>
/// Reads the most frequent form of an envelope without a tape: a schema met lately, then a struct whose members are all there, in the order of the schema and of its types.
/// Whatever deviates is left alone, wrong or not, so that a <see cref="JsonTokenizer"/> and a <see cref="JsonValueReader"/> alone decide what it means.
/// </summary>
internal ref struct PlainStructReader
{
    // So many digits are held by 64 bits.
    private const int DigitsMax = 18;
    private const int NumberLengthMax = 100;
    private const int DeviationsMax = 16;

    private ReadOnlySpan<byte> _rest;

    /// <summary>The payload, or null when the message has to be read in full.</summary>
    public static Struct? Read(ReadOnlySpan<byte> message, SchemaCache knownSchemas)
    {
        var reader = new PlainStructReader { _rest = message };
        return reader.ReadEnvelope(knownSchemas);
    }

    private Struct? ReadEnvelope(SchemaCache knownSchemas)
    {
        if (!Take("{\"schema\":"u8))
        {
            return null;
        }

        SkipSpace();
        if (knownSchemas.FindAtStart(_rest, out var length) is not { IsPlain: true, Type: SchemaType.Struct, Deviations: < DeviationsMax } plan)
        {
            return null;
        }

        _rest = _rest[length..];
        var payload = TakeComma() && Take("\"payload\":"u8) && SkipSpace() && ReadStruct(plan) is { } read && Take("}"u8) && _rest.IsEmpty ? read : null;
        plan.Deviations = payload is null ? plan.Deviations + 1 : 0;
        return payload;
    }

    private Struct? ReadStruct(SchemaPlan plan)
    {
        if (!Take("{"u8))
        {
            return null;
        }

        var fields = plan.Fields;
        var result = new Struct(plan.Schema);
        for (var i = 0; i < fields.Length; i++)
        {
            if ((i > 0 && !TakeComma()) || !Take(fields[i].Member) || !SkipSpace() || !TryReadValue(fields[i].Plan, out var value))
            {
                return null;
            }

            result.Put(fields[i].Field, value);
        }

        return Take("}"u8) ? result : null;
    }

    private bool TryReadValue(SchemaPlan plan, out object? value)
    {
        if (Take("null"u8))
        {
            value = null;
            return plan.Schema is { IsOptional: true, DefaultValue: null };
        }

        value = plan.Type switch
        {
            SchemaType.String => ReadString(),
            SchemaType.Int64 => TryTakeInteger(out var number) ? Boxes.Of(number) : null,
            SchemaType.Int32 => TryTakeInteger(out var number) ? Boxes.Of((int)number) : null,
            SchemaType.Int16 => TryTakeInteger(out var number) ? (short)number : null,
            SchemaType.Int8 => TryTakeInteger(out var number) ? (sbyte)number : null,
            SchemaType.Float64 => TryTakeNumber(out var number) ? JsonNumber.ToDouble(number) : null,
            SchemaType.Float32 => TryTakeNumber(out var number) ? JsonNumber.ToSingle(number) : null,
            SchemaType.Boolean => Take("true"u8) ? Boxes.True : Take("false"u8) ? Boxes.False : null,
            _ => ReadStruct(plan),
        };
        return value is not null;
    }

    private string? ReadString()
    {
        if (!Take("\""u8))
        {
            return null;
        }

        var end = JsonText.End(_rest, 0, out var form);
        if (end == _rest.Length || _rest[end] != '"')
        {
            return null;
        }

        var bytes = _rest[..end];
        _rest = _rest[(end + 1)..];
        return form == JsonStringForm.Ascii || Utf8.IsValid(bytes) ? JsonText.Of(bytes, form) : null;
    }

    private bool TryTakeInteger(out long value)
    {
        var start = _rest is [(byte)'-', ..] ? 1 : 0;
        var end = start;
        value = 0;
        while (end < _rest.Length && char.IsAsciiDigit((char)_rest[end]) && end - start <= DigitsMax)
        {
            value = (value * 10) + (_rest[end++] - '0');
        }

        value = start == 0 ? value : -value;
        _rest = _rest[end..];
        return end - start is > 0 and <= DigitsMax;
    }

    private bool TryTakeNumber(out ReadOnlySpan<byte> number)
    {
        var start = _rest is [(byte)'-', ..] ? 1 : 0;
        var end = EndOfDigits(start);
        var isWhole = end > start;
        if (isWhole && end < _rest.Length && _rest[end] == '.')
        {
            start = end + 1;
            end = EndOfDigits(start);
        }

        number = _rest[..end];
        _rest = _rest[end..];
        return isWhole && end > start && end <= NumberLengthMax;
    }

    private readonly int EndOfDigits(int start)
    {
        var end = start;
        while (end < _rest.Length && char.IsAsciiDigit((char)_rest[end]))
        {
            end++;
        }

        return end;
    }

    private bool TakeComma() => Take(","u8) && SkipSpace();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool Take(scoped ReadOnlySpan<byte> text)
    {
        if (!_rest.StartsWith(text))
        {
            return false;
        }

        _rest = _rest[text.Length..];
        return true;
    }

    // Programs write either no spaces or one behind each comma and colon. Always true, to stand between what may fail.
    private bool SkipSpace()
    {
        if (_rest is [(byte)' ', ..])
        {
            _rest = _rest[1..];
        }

        return true;
    }
}

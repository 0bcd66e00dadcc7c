using System.Runtime.ExceptionServices;
using OrleansConnect.Abstractions.Data;
using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Abstractions.Formats;

namespace OrleansConnect.Converters.Json;

/// <summary>Makes values of the tokens of a JSON text, with a schema or, where the plan is null, by what they are.</summary>
internal readonly ref struct JsonValueReader(ReadOnlySpan<byte> json, ReadOnlySpan<JsonToken> tokens, bool nullMeansDefault)
{
    /// <summary>The position of a member that is not there.</summary>
    public const int Absent = -1;

    private const int SlotsOnStackMax = 64;

    private readonly ReadOnlySpan<byte> _json = json;
    private readonly ReadOnlySpan<JsonToken> _tokens = tokens;

    public JsonToken this[int token] => _tokens[token];

    public ReadOnlySpan<byte> BytesOf(int token) => _json.Slice(_tokens[token].Start, _tokens[token].Length);

    public string TextOf(int token) => JsonText.Of(_json, _tokens[token]);

    /// <summary>The value of an object's member, the last of that name, or <see cref="Absent"/>.</summary>
    public int Member(int token, ReadOnlySpan<byte> name)
    {
        var found = Absent;
        if (_tokens[token].Kind != JsonKind.Object)
        {
            return found;
        }

        for (var member = token + 1; member < _tokens[token].Next; member = _tokens[member + 1].Next)
        {
            found = JsonText.Is(_json, _tokens[member], name) ? member + 1 : found;
        }

        return found;
    }

    /// <summary>Finds the two members that an envelope has, and no others.</summary>
    public bool TryFindEnvelope(out int schema, out int payload)
    {
        (schema, payload) = (Absent, Absent);
        if (_tokens[0].Kind != JsonKind.Object)
        {
            return false;
        }

        for (var member = 1; member < _tokens[0].Next; member = _tokens[member + 1].Next)
        {
            if (JsonText.Is(_json, _tokens[member], "schema"u8))
            {
                schema = member + 1;
            }
            else if (JsonText.Is(_json, _tokens[member], "payload"u8))
            {
                payload = member + 1;
            }
            else
            {
                return false;
            }
        }

        return schema >= 0 && payload >= 0;
    }

    public object? Read(SchemaPlan? plan, int token)
    {
        var kind = token < 0 ? JsonKind.Null : _tokens[token].Kind;
        if (plan is null)
        {
            return ReadSchemaless(kind, token);
        }

        if (kind == JsonKind.Null)
        {
            return NullOf(plan.Schema);
        }

        return plan.Logical == LogicalType.None
            ? ReadTyped(plan, kind, token)
            : JsonLogicalReader.Read(plan, _tokens[token], BytesOf(token), _json);
    }

    private object? NullOf(Schema schema)
    {
        if (nullMeansDefault && schema.DefaultValue is { } defaultValue)
        {
            return defaultValue;
        }

        return schema.IsOptional ? null : throw new DataException($"Invalid null value for required {schema.Type.UpperName()} field");
    }

    private object? ReadSchemaless(JsonKind kind, int token) => kind switch
    {
        JsonKind.Null or JsonKind.Missing => null,
        JsonKind.True => Boxes.True,
        JsonKind.False => Boxes.False,
        JsonKind.Integer => Boxes.Of(JsonNumber.ToInt64(BytesOf(token))),
        JsonKind.Decimal => JsonNumber.ToDouble(BytesOf(token)),
        JsonKind.String => TextOf(token),
        JsonKind.Array => ReadList(null, token),
        _ => ReadObject(null, token),
    };

    private object? ReadTyped(SchemaPlan plan, JsonKind kind, int token) => plan.Type switch
    {
        SchemaType.String => kind == JsonKind.String ? TextOf(token) : null,
        SchemaType.Bytes => kind == JsonKind.String ? JsonBase64.Decode(_json, _tokens[token], "Invalid bytes field") : null,
        SchemaType.Boolean => kind == JsonKind.True ? Boxes.True : Boxes.False,
        SchemaType.Float64 => _tokens[token].IsNumber ? JsonNumber.ToDouble(BytesOf(token)) : 0.0,
        SchemaType.Float32 => _tokens[token].IsNumber ? JsonNumber.ToSingle(BytesOf(token)) : 0f,
        SchemaType.Int64 => Boxes.Of(IntegerAt(token)),
        SchemaType.Int32 => Boxes.Of((int)IntegerAt(token)),
        SchemaType.Int16 => (short)IntegerAt(token),
        SchemaType.Int8 => (sbyte)IntegerAt(token),
        SchemaType.Array => ReadList(plan.Elements, token),
        SchemaType.Map => JavaMapOrder.Sort(plan.Keys is null or { Type: SchemaType.String } ? ReadObject(plan, token) : ReadPairs(plan, token)),
        _ => ReadStruct(plan, token),
    };

    private long IntegerAt(int token) => _tokens[token].IsNumber ? JsonNumber.ToInt64(BytesOf(token)) : 0;

    // Where a list belongs, an object gives its values and all else nothing.
    private object?[] ReadList(SchemaPlan? elements, int token)
    {
        var container = _tokens[token];
        if (container.Kind == JsonKind.Object)
        {
            var values = new ConnectMap();
            ReadMembers(values, elements, token);
            return [.. values.Select(entry => entry.Value)];
        }

        if (container.Kind != JsonKind.Array)
        {
            return [];
        }

        var list = new object?[CountElements(token)];
        var element = token + 1;
        for (var i = 0; i < list.Length; i++)
        {
            list[i] = Read(elements, element);
            element = _tokens[element].Next;
        }

        return list;
    }

    private ConnectMap ReadObject(SchemaPlan? plan, int token)
    {
        if (_tokens[token].Kind != JsonKind.Object)
        {
            throw new DataException($"Maps with string fields should be encoded as JSON objects, but found {_tokens[token].TypeName}");
        }

        var map = new ConnectMap();
        ReadMembers(map, plan?.Elements, token);
        return map;
    }

    private void ReadMembers(ConnectMap map, SchemaPlan? elements, int token)
    {
        var member = token + 1;
        DataException? failure = null;
        try
        {
            for (; member < _tokens[token].Next; member = _tokens[member + 1].Next)
            {
                map[TextOf(member)] = Read(elements, member + 1);
            }
        }
        catch (DataException e) when (IsReplacedLater(token, member))
        {
            failure = e;
        }

        // Not within the handler, below which the whole stack of the failure would stay.
        if (failure is not null)
        {
            ReadLastMembers(map, elements, token, member, failure);
        }
    }

    // Whether a member up to this one comes again.
    private bool IsReplacedLater(int token, int failed)
    {
        var names = new HashSet<string>();
        for (var member = token + 1; member < _tokens[token].Next; member = _tokens[member + 1].Next)
        {
            if (member <= failed)
            {
                names.Add(TextOf(member));
            }
            else if (names.Contains(TextOf(member)))
            {
                return true;
            }
        }

        return false;
    }

    // Of several members of one name the last counts, in the place of the first: what was wrong may not matter, and something else may have to be told. What was read already is
    // not read again: every level would double the time of the one below.
    private void ReadLastMembers(ConnectMap map, SchemaPlan? elements, int token, int failed, DataException failure)
    {
        var last = new OrderedDictionary<string, int>();
        for (var member = token + 1; member < _tokens[token].Next; member = _tokens[member + 1].Next)
        {
            last[TextOf(member)] = member;
        }

        foreach (var (name, member) in last)
        {
            if (member == failed)
            {
                ExceptionDispatchInfo.Throw(failure);
            }
            else if (member > failed)
            {
                map[name] = Read(elements, member + 1);
            }
        }
    }

    private ConnectMap ReadPairs(SchemaPlan plan, int token)
    {
        if (_tokens[token].Kind != JsonKind.Array)
        {
            throw new DataException(
                $"Maps with non-string fields should be encoded as JSON array of tuples, but found {_tokens[token].TypeName}");
        }

        var map = new ConnectMap();
        for (var pair = token + 1; pair < _tokens[token].Next; pair = _tokens[pair].Next)
        {
            if (_tokens[pair].Kind != JsonKind.Array)
            {
                throw new DataException($"Found invalid map entry instead of array tuple: {_tokens[pair].TypeName}");
            }

            var count = CountElements(pair);
            if (count != 2)
            {
                throw new DataException($"Found invalid map entry, expected length 2 but found :{count}");
            }

            var key = Read(plan.Keys, pair + 1);
            map[key] = Read(plan.Elements, _tokens[pair + 1].Next);
        }

        return map;
    }

    private Struct ReadStruct(SchemaPlan plan, int token)
    {
        if (_tokens[token].Kind != JsonKind.Object)
        {
            throw new DataException($"Structs should be encoded as JSON objects, but found {_tokens[token].TypeName}");
        }

        var fields = plan.Fields;
        Span<int> slots = fields.Length <= SlotsOnStackMax ? stackalloc int[SlotsOnStackMax] : new int[fields.Length];
        FindFields(plan, token, slots[..fields.Length]);
        var result = new Struct(plan.Schema);
        for (var i = 0; i < fields.Length; i++)
        {
            result.Put(fields[i].Field, Read(fields[i].Plan, slots[i]));
        }

        return result;
    }

    private void FindFields(SchemaPlan plan, int token, Span<int> slots)
    {
        slots.Fill(Absent);
        var guess = 0;
        for (var member = token + 1; member < _tokens[token].Next; member = _tokens[member + 1].Next)
        {
            var index = plan.IndexOfField(_json, _tokens[member], guess);
            if (index >= 0)
            {
                slots[index] = member + 1;
                guess = index + 1;
            }
        }
    }

    private int CountElements(int token)
    {
        var count = 0;
        for (var element = token + 1; element < _tokens[token].Next; element = _tokens[element].Next)
        {
            count++;
        }

        return count;
    }
}

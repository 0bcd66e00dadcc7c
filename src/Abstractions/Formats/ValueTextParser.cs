using System.Text;
using OrleansConnect.Abstractions.Data;
using OrleansConnect.Abstractions.Errors;

namespace OrleansConnect.Abstractions.Formats;

/// <summary>
/// Guesses the value of a text as Kafka Connect does, its oddities included: what follows a value is ignored (<c>1,2</c> is 1), and a list or
/// map with a mistake in it is a string. Methods give false for a mistake within a list or map, and no result for null.
/// </summary>
internal sealed class ValueTextParser(TextTokens tokens)
{
    private const int DepthMax = 1000;

    private static readonly SchemaAndValue True = new(Schema.Boolean, true);
    private static readonly SchemaAndValue False = new(Schema.Boolean, false);

    private int _depth;

    private delegate bool Reader(out SchemaAndValue? parsed);

    /// <summary>The value of the text; null when it is the word null.</summary>
    public SchemaAndValue? Parse() => TryParse(isWithin: false, out var parsed) ? parsed : null;

    private bool TryParse(bool isWithin, out SchemaAndValue? parsed)
    {
        parsed = null;
        if (!tokens.HasNext)
        {
            return true;
        }

        if (isWithin && tokens.Consume("\""))
        {
            parsed = ParseQuoted();
            return true;
        }

        if (ConsumeWord("null", isWithin))
        {
            return true;
        }

        parsed = ConsumeWord("true", isWithin) ? True : ConsumeWord("false", isWithin) ? False : null;
        return parsed is not null || TryParseNested(out parsed) || TryParseSingle(isWithin, out parsed);
    }

    // At the outermost level a word counts only when nothing follows.
    private bool ConsumeWord(string word, bool isWithin)
    {
        var start = tokens.Mark;
        if (tokens.Consume(word) && (isWithin || !tokens.HasNext))
        {
            return true;
        }

        tokens.RewindTo(start);
        return false;
    }

    private SchemaAndValue ParseQuoted()
    {
        var content = new StringBuilder();
        while (tokens.HasNext && !tokens.Consume("\""))
        {
            content.Append(tokens.Next());
        }

        var text = content.ToString();
        return ValueText.ParseInstant(text) ?? new(Schema.String, text);
    }

    private bool TryParseNested(out SchemaAndValue? parsed)
    {
        parsed = null;
        var start = tokens.Mark;
        var reader = tokens.Consume("[") ? TryParseList : tokens.Consume("{") ? (Reader)TryParseMap : null;
        if (reader is null)
        {
            return false;
        }

        if (++_depth > DepthMax)
        {
            throw new DataException($"Lists and maps are nested more than {DepthMax} deep.");
        }

        var isParsed = reader(out parsed);
        _depth--;
        if (!isParsed)
        {
            tokens.RewindTo(start);
        }

        return isParsed;
    }

    private bool TryParseList(out SchemaAndValue? parsed)
    {
        parsed = null;
        var elements = new List<object?>();
        var elementSchema = new CommonSchema();
        while (tokens.HasNext)
        {
            if (tokens.Consume("]"))
            {
                return CommonSchema.TryAlign(elementSchema.Schema, elements, out parsed);
            }

            if (tokens.Consume(",") || !TryParse(isWithin: true, out var element))
            {
                return false;
            }

            elementSchema.Add(element);
            elements.Add(element?.Value);
            var end = tokens.Mark;
            if (tokens.Consume("]"))
            {
                tokens.RewindTo(end);
            }
            else if (!tokens.Consume(","))
            {
                return false;
            }
        }

        return false;
    }

    private bool TryParseMap(out SchemaAndValue? parsed)
    {
        parsed = null;
        var entries = new ConnectMap();
        var (keySchema, valueSchema) = (new CommonSchema(), new CommonSchema());
        while (tokens.HasNext)
        {
            if (tokens.Consume("}"))
            {
                return CommonSchema.TryAlign(keySchema.Schema, valueSchema.Schema, entries, out parsed);
            }

            if (tokens.Consume(",") || !TryParseEntry(out var key, out var value))
            {
                return false;
            }

            entries[key.Value] = value?.Value;
            tokens.Consume(",");
            keySchema.Add(key);
            valueSchema.Add(value);
        }

        return false;
    }

    private bool TryParseEntry(out SchemaAndValue key, out SchemaAndValue? value)
    {
        value = null;
        var hasKey = TryParse(isWithin: true, out var parsed) && parsed?.Value is not null;
        key = parsed ?? default;
        return hasKey && tokens.Consume(":") && TryParse(isWithin: true, out value);
    }

    private bool TryParseSingle(bool isWithin, out SchemaAndValue? parsed)
    {
        var whole = tokens.Next();
        var token = TextTokens.Trim(whole);
        if (token.IsEmpty)
        {
            parsed = new(Schema.String, whole.ToString());
            return true;
        }

        var isDigit = char.IsDigit(token[0]);
        parsed = isDigit ? ParseInstant(token) : null;
        if (parsed is null && (isDigit || token[0] is '+' or '-'))
        {
            parsed = NumberText.Parse(token);
        }

        if (parsed is null && !isWithin)
        {
            parsed = new(Schema.String, tokens.Text);
        }

        return parsed is not null;
    }

    // Times have two colons in them, which make five tokens of them.
    private SchemaAndValue? ParseInstant(ReadOnlySpan<char> token)
    {
        var mark = tokens.Mark;
        var end = tokens.Skip(4);
        if (end >= 0 && ValueText.ParseInstant(string.Concat(token, tokens.Text.AsSpan(mark, end - mark))) is { } instant)
        {
            return instant;
        }

        tokens.RewindTo(mark);
        return ValueText.ParseInstant(token);
    }
}

namespace OrleansConnect.Converters.Json;

/// <summary>
/// The tokens of one JSON text in its order: an array is followed by its elements, an object by its names and values in turn.
/// A converter keeps one and writes it anew for each record.
/// </summary>
internal sealed class JsonTape
{
    private const int KeptMax = 64 * 1024;

    private JsonToken[] _tokens = new JsonToken[64];

    public int Count { get; private set; }

    public ReadOnlySpan<JsonToken> Tokens => _tokens.AsSpan(0, Count);

    /// <summary>Forgets all tokens, and the room of an unusually long text.</summary>
    public void Clear()
    {
        Count = 0;
        if (_tokens.Length > KeptMax)
        {
            _tokens = new JsonToken[64];
        }
    }

    /// <summary>Adds a token and gives its position.</summary>
    public int Add(JsonKind kind, int start, int length, JsonStringForm form = JsonStringForm.Ascii)
    {
        if (Count == _tokens.Length)
        {
            Array.Resize(ref _tokens, Count * 2);
        }

        ref var token = ref _tokens[Count];
        token.Kind = kind;
        token.Form = form;
        token.Start = start;
        token.Length = length;
        token.Next = ++Count;
        return Count - 1;
    }

    /// <summary>Ends an array or object at that byte.</summary>
    public void Close(int container, int end)
    {
        ref var token = ref _tokens[container];
        token.Length = end - token.Start;
        token.Next = Count;
    }
}

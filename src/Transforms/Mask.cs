using System.Numerics;
using OrleansConnect.Abstractions.Data;
using OrleansConnect.Abstractions.Errors;

namespace OrleansConnect.Transforms;

/// <summary>What a masked value becomes.</summary>
internal sealed class Mask(string? replacement)
{
    private static readonly object Int8 = (sbyte)0;
    private static readonly object Int16 = (short)0;
    private static readonly object Int32 = 0;
    private static readonly object Int64 = 0L;
    private static readonly object Float32 = 0f;
    private static readonly object Float64 = 0d;
    private static readonly object Epoch = new UtcInstant(0);
    private static readonly object[] EmptyList = [];

    private readonly Dictionary<Type, object> _replacements = [];

    public object? Of(object? value) => value is null ? null : replacement is null ? Nothing(value) : Replacement(value, replacement);

    private static object Nothing(object value) => value switch
    {
        string => "",
        bool => false,
        UtcInstant => Epoch,
        byte[] => throw CannotMask(value),
        IReadOnlyList<object?> => EmptyList,
        ConnectMap => new ConnectMap(),
        _ => Zero(value) ?? throw CannotMask(value),
    };

    private static object? Zero(object value) => value switch
    {
        int => Int32,
        long => Int64,
        double => Float64,
        float => Float32,
        short => Int16,
        sbyte => Int8,
        BigDecimal => new BigDecimal(0, 0),
        BigInteger => BigInteger.Zero,
        _ => null,
    };

    private object Replacement(object value, string text)
    {
        if (!_replacements.TryGetValue(value.GetType(), out var made))
        {
            made = Make(value, text);
            _replacements.Add(value.GetType(), made);
        }

        return made;
    }

    private static object Make(object value, string text) => value switch
    {
        string => text,
        int => (int)Whole(text),
        long => Whole(text),
        short => (short)Whole(text),
        sbyte => (sbyte)Whole(text),
        float => (float)Number(text).ToDouble(),
        double => Number(text).ToDouble(),
        BigDecimal => BigDecimal.TryParse(text, out var number) ? number : throw NotANumber(text, "number"),
        BigInteger => !text.AsSpan().ContainsAny(".eE") && BigDecimal.TryParse(text, out var number) ? number.Unscaled : throw NotANumber(text, "number"),
        _ => throw new DataException($"Cannot mask value of type class {JavaNames.Of(value)} with custom replacement."),
    };

    private static long Whole(string text) => JavaCasts.ToLong(Number(text));

    private static BigDecimal Number(string text) => BigDecimal.TryParse(text, out var number) ? number : throw NotANumber(text, "a number");

    private static DataException NotANumber(string text, string number) => new($"Unable to convert {text} (class java.lang.String) to {number}");

    private static DataException CannotMask(object value) => new($"Cannot mask value of type: class {JavaNames.Of(value)}");
}

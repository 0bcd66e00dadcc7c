using OrleansConnect.Abstractions.Data;
using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Abstractions.Formats;

namespace OrleansConnect.Transforms;

/// <summary>The representations of times, and how they turn into the wanted one.</summary>
/// <param name="Target">The name of the wanted one.</param>
/// <param name="Pattern">The pattern of texts.</param>
/// <param name="Format">The same, taken apart; null when it is blank.</param>
/// <param name="Precision">The unit of numbers.</param>
internal sealed record TimestampForms(string Target, string Pattern, JavaDateFormat? Format, string Precision)
{
    public static readonly string[] Names = ["string", "unix", "Date", "Time", "Timestamp"];

    public static TimestampForms None { get; } = new("unix", "", null, "milliseconds");

    public static TimestampForms Of(string target, string pattern, string precision)
    {
        var isBlank = pattern.AsSpan().Trim(RenameMappings.Blanks).IsEmpty;
        if (isBlank && target == "string")
        {
            throw new ConfigException("TimestampConverter requires format option to be specified when using string timestamps");
        }

        try
        {
            return new(target, pattern, isBlank ? null : new JavaDateFormat(pattern), precision);
        }
        catch (FormatException error)
        {
            // Kafka Connect puts the parts of the message in this order.
            throw new ConfigException(
                $"Invalid value java.lang.IllegalArgumentException: {error.Message} for configuration TimestampConverter requires a SimpleDateFormat-compatible "
                + $"pattern for string timestamps: {pattern}",
                error);
        }
    }

    public Schema TargetSchema(bool isOptional) => Target switch
    {
        "string" => isOptional ? Schema.OptionalString : Schema.String,
        "unix" => isOptional ? Schema.OptionalInt64 : Schema.Int64,
        "Date" => isOptional ? DateSchema.Optional : DateSchema.Instance,
        "Time" => isOptional ? TimeSchema.Optional : TimeSchema.Instance,
        _ => isOptional ? TimestampSchema.Optional : TimestampSchema.Instance,
    };

    /// <summary>A time whose representation its type tells.</summary>
    public object? Convert(object? time) => time switch
    {
        null => null,
        UtcInstant or long or string => ToTarget(ToInstant(time)),
        _ => throw new DataException($"TimestampConverter does not support class {JavaNames.Of(time)} objects as timestamps"),
    };

    /// <summary>A time whose representation its schema tells.</summary>
    public object? Convert(object? time, Schema schema)
    {
        var form = FormOf(schema);
        return time is null ? null : ToTarget(ToInstant(Checked(time, form)));
    }

    private static string FormOf(Schema schema) => schema.Name switch
    {
        LogicalTypes.Timestamp => "Timestamp",
        LogicalTypes.Date => "Date",
        LogicalTypes.Time => "Time",
        _ when schema.Type == SchemaType.String => "string",
        _ when schema.Type == SchemaType.Int64 => "unix",
        _ => throw new ConnectException($"Schema {schema} does not correspond to a known timestamp type format"),
    };

    private static object Checked(object time, string form) => form switch
    {
        "string" when time is not string => throw new DataException($"Expected string timestamp to be a String, but found class {JavaNames.Of(time)}"),
        "unix" when time is not long => throw new DataException($"Expected Unix timestamp to be a Long, but found class {JavaNames.Of(time)}"),
        "Date" or "Time" or "Timestamp" when time is not UtcInstant =>
            throw new DataException($"Expected {form} to be a java.util.Date, but found class {JavaNames.Of(time)}"),
        _ => time,
    };

    private UtcInstant ToInstant(object time) => time switch
    {
        UtcInstant instant => instant,
        long number => new(UnixPrecision.ToMs(number, Precision)),
        _ => Parse((string)time),
    };

    private UtcInstant Parse(string text)
    {
        var format = Format ?? throw new DataException("TimestampConverter cannot read a time that is a text without a pattern. Set 'format'.");
        return format.TryParse(text, out var instant) ? instant : throw new DataException($"Could not parse timestamp: value ({text}) does not match pattern ({Pattern})");
    }

    private object ToTarget(UtcInstant instant) => Target switch
    {
        "string" => Format?.Format(instant) ?? "", // there is one: it is asked for with this target
        "unix" => UnixPrecision.FromMs(instant.EpochMs, Precision),
        "Date" => new UtcInstant(instant.EpochMs - MsOfDay(instant)),
        "Time" => new UtcInstant(MsOfDay(instant)),
        _ => instant,
    };

    private static long MsOfDay(UtcInstant instant) => ((instant.EpochMs % UtcInstant.DayMs) + UtcInstant.DayMs) % UtcInstant.DayMs;
}

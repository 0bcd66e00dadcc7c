using OrleansConnect.Abstractions.Errors;

namespace OrleansConnect.Abstractions.Data;

/// <summary>Whether a value can be a header of a schema. Kafka Connect asks wherever a header is made, also of what converters read.</summary>
internal static class HeaderValues
{
    public static void EnsureFits(Schema? schema, object? value)
    {
        if (schema is null)
        {
            return;
        }

        if (value is null)
        {
            if (!schema.IsOptional)
            {
                throw new DataException($"A null value requires an optional schema but was {schema}");
            }
        }
        else if (!SchemaValidation.IsHost(schema.Type, value) && !IsLogical(schema, value))
        {
            throw new DataException($"The value {JavaText.Of(value)} is not compatible with the schema {schema}");
        }
    }

    private static bool IsLogical(Schema schema, object value) => (schema.Type, schema.Name) switch
    {
        (SchemaType.Bytes, LogicalTypes.Decimal) => value is BigDecimal,
        (SchemaType.Int32, LogicalTypes.Date or LogicalTypes.Time) => value is UtcInstant,
        (SchemaType.Int64, LogicalTypes.Timestamp) => value is UtcInstant,
        _ => false,
    };
}

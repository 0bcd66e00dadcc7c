using OrleansConnect.Abstractions.Configuration;

namespace OrleansConnect.Converters.Json;

/// <summary>The settings of a <see cref="JsonConverter"/>.</summary>
internal sealed record JsonOptions(bool SchemasEnabled, int CacheSize, string? SchemaContent, bool DecimalsAreNumbers, bool NullMeansDefault)
{
    private const string SchemasEnable = "schemas.enable";
    private const string CacheSizeSetting = "schemas.cache.size";
    private const string SchemaContentSetting = "schema.content";
    private const string DecimalFormat = "decimal.format";
    private const string ReplaceNull = "replace.null.with.default";

    public static ConfigDef Definition { get; } = ConverterSettings.Definition
        .Boolean(
            SchemasEnable,
            "Whether each value carries its schema.",
            defaultValue: true,
            importance: Importance.High,
            group: "Schemas",
            order: 0,
            width: Width.Medium,
            displayName: "Enable Schemas")
        .Int(
            CacheSizeSetting,
            "The most schemas that are kept in memory.",
            defaultValue: 1000,
            importance: Importance.High,
            group: "Schemas",
            order: 1,
            width: Width.Medium,
            displayName: "Schema Cache Size")
        .String(
            SchemaContentSetting,
            "A schema in JSON that all values have that are read; those then carry none. Has no effect on what is written, and none without schemas.enable.",
            required: false,
            importance: Importance.High,
            group: "Schemas",
            order: 2,
            width: Width.Medium,
            displayName: "Schema Content")
        .String(
            DecimalFormat,
            "How decimals are written: as BASE64 of their bytes or as NUMERIC, in any case.",
            defaultValue: "BASE64",
            validator: Validators.OneOfIgnoringCase("NUMERIC", "BASE64"),
            importance: Importance.Low,
            group: "Serialization",
            order: 0,
            width: Width.Medium,
            displayName: "Decimal Format")
        .Boolean(
            ReplaceNull,
            "Whether a null is replaced by the default of its schema, where there is one.",
            defaultValue: true,
            importance: Importance.Low,
            group: "Serialization",
            order: 1,
            width: Width.Medium,
            displayName: "Replace null with default");

    public static JsonOptions From(ParsedConfig config) => new(
        config.GetBoolean(SchemasEnable),
        config.GetInt(CacheSizeSetting),
        config.GetStringOrNull(SchemaContentSetting),
        string.Equals(config.GetString(DecimalFormat), "NUMERIC", StringComparison.OrdinalIgnoreCase),
        config.GetBoolean(ReplaceNull));
}

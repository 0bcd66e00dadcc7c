using OrleansConnect.Abstractions.Data;
using OrleansConnect.Abstractions.Plugins;

namespace OrleansConnect.Converters;

/// <summary>Whole numbers of 16 bits.</summary>
[Plugin("org.apache.kafka.connect.converters.ShortConverter")]
public sealed class ShortConverter() : NumberConverter<short>("short", "ShortDeserializer", Schema.OptionalInt16);

using OrleansConnect.Abstractions.Data;
using OrleansConnect.Abstractions.Plugins;

namespace OrleansConnect.Converters;

/// <summary>Whole numbers of 64 bits.</summary>
[Plugin("org.apache.kafka.connect.converters.LongConverter")]
public sealed class LongConverter() : NumberConverter<long>("long", "LongDeserializer", Schema.OptionalInt64);

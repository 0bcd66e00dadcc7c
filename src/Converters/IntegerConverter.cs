using OrleansConnect.Abstractions.Data;
using OrleansConnect.Abstractions.Plugins;

namespace OrleansConnect.Converters;

/// <summary>Whole numbers of 32 bits.</summary>
[Plugin("org.apache.kafka.connect.converters.IntegerConverter")]
public sealed class IntegerConverter() : NumberConverter<int>("integer", "IntegerDeserializer", Schema.OptionalInt32);

using OrleansConnect.Abstractions.Data;
using OrleansConnect.Abstractions.Plugins;

namespace OrleansConnect.Converters;

/// <summary>Floating-point numbers of 64 bits.</summary>
[Plugin("org.apache.kafka.connect.converters.DoubleConverter")]
public sealed class DoubleConverter() : NumberConverter<double>("double", "Deserializer", Schema.OptionalFloat64);

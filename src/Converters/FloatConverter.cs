using OrleansConnect.Abstractions.Data;
using OrleansConnect.Abstractions.Plugins;

namespace OrleansConnect.Converters;

/// <summary>Floating-point numbers of 32 bits.</summary>
[Plugin("org.apache.kafka.connect.converters.FloatConverter")]
public sealed class FloatConverter() : NumberConverter<float>("float", "Deserializer", Schema.OptionalFloat32);

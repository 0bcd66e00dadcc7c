namespace OrleansConnect.Abstractions.Data;

/// <summary>What Kafka Connect calls the class of a value: its users search for its messages word by word.</summary>
public static class JavaNames
{
    /// <summary>For example <c>java.lang.Integer</c>; a .NET type that Java has no equal of keeps its own name.</summary>
    public static string Of(object value) => value switch
    {
        sbyte => "java.lang.Byte",
        short => "java.lang.Short",
        int => "java.lang.Integer",
        long => "java.lang.Long",
        float => "java.lang.Float",
        double => "java.lang.Double",
        bool => "java.lang.Boolean",
        string => "java.lang.String",
        byte[] => "[B",
        ReadOnlyMemory<byte> => "java.nio.HeapByteBuffer",
        BigDecimal => "java.math.BigDecimal",
        System.Numerics.BigInteger => "java.math.BigInteger",
        UtcInstant => "java.util.Date",
        Struct => "org.apache.kafka.connect.data.Struct",
        ConnectMap => "java.util.HashMap",
        IReadOnlyList<object?> => "java.util.ArrayList",
        _ => value.GetType().FullName ?? value.GetType().Name,
    };
}

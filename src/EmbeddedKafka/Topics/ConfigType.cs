namespace OrleansConnect.EmbeddedKafka.Topics;

/// <summary>Types of configuration values, under their numbers in DescribeConfigs.</summary>
internal enum ConfigType : sbyte
{
    Boolean = 1,
    String = 2,
    Int = 3,
    Long = 5,
    Double = 6,
    List = 7,
}

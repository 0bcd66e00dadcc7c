namespace OrleansConnect.EmbeddedKafka.Topics;

/// <summary>Where a configuration value comes from, under the numbers of DescribeConfigs.</summary>
internal enum ConfigSource : sbyte
{
    DynamicTopic = 1,
    DynamicBroker = 2,
    StaticBroker = 4,
    Default = 5,
}

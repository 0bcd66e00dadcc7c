using OrleansConnect.EmbeddedKafka.Wire;

namespace OrleansConnect.EmbeddedKafka.Topics;

/// <summary>The kinds of things that have configuration here, under their numbers in the protocol.</summary>
internal static class ConfigResource
{
    public const sbyte Topic = 2;
    public const sbyte Broker = 4;

    public static (ErrorCode Error, string? Message) Missing(sbyte type, string name) => type == ConfigResource.Topic
        ? (ErrorCode.UnknownTopicOrPartition, $"The topic '{name}' does not exist.")
        : (ErrorCode.InvalidRequest, $"Resource '{name}' of type {type} has no configuration here.");
}

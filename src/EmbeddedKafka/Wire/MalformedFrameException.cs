namespace OrleansConnect.EmbeddedKafka.Wire;

/// <summary>A frame that is not what the protocol says; the connection that sent it is closed.</summary>
internal sealed class MalformedFrameException(string message) : Exception(message);

namespace OrleansConnect.EmbeddedKafka.Wire;

/// <summary>A message of the protocol; the classes are generated from <c>Messages/*.messages</c>.</summary>
internal interface IWireMessage<out TSelf>
    where TSelf : IWireMessage<TSelf>
{
    static abstract ApiSpan Api { get; }

    static abstract TSelf Read(ref WireReader reader, short version);

    void Write(WireWriter writer, short version);
}
